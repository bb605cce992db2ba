import { createHybridTrainer } from '../../../models/recommenders/hybrid/hybrid-trainer.js';
import { stepsOf } from '../../../models/training/evaluation/protocols/steps.js';
import { acceptUnseen } from '../../../models/training/evaluation/protocols/unseen.js';
import type { EvaluationCase } from '../../../shared/domain/evaluation/evaluation-case.js';
import type { Interaction } from '../../../shared/domain/event.js';
import type { TrainingSet } from '../../../shared/ports/training.js';
import { trainingSetOf } from '../../support/training-set.js';
import type { Row } from '../report.js';
import { readLines } from './data.js';
import { judgeModels, type Question, skipped, thousandths, type Wants } from './judge-models.js';
import { randomShare } from './random-share.js';

interface Rating {
  readonly user: string;
  readonly step: Interaction & { readonly item: string };
}

const liked = 4;

/**
 * MovieLens 100K, GroupLens' split ua: precision@10 and AUC of each user's ten ratings that were held out, with the
 * items of the training on the lists, as LightFM's documentation does, and without them.
 */
export async function movieLens100k(wants: Wants): Promise<readonly Row[]> {
  const data = 'MovieLens-100K ua, P@10/AUC';
  const base = readLines('ml-100k/ua.base')?.map(parse);
  const held = readLines('ml-100k/ua.test')?.map(parse);
  if (base === undefined || held === undefined) return skipped(data);
  const users = [...byUser(base)];
  const histories = users.map(([, own]) => inOrder(own));
  const train = trainingSetOf({ histories, items: movies() });
  const wanted = byUser(held);
  const cases = users.flatMap(([user], shopper) =>
    caseOf(train, shopper, inOrder(wanted.get(user) ?? [])),
  );
  const question: Question = {
    ...{
      data: `${data}, training items on the lists`,
      train,
      cases,
      // The split's ratings were drawn by chance, and so are those that the mixture is fitted on.
      protocol: randomShare,
      cutoff: 10,
    },
    ...{ metrics: ['precision@10', 'auc'], show: thousandths },
    candidatesOf: () => train.items.length,
    bars: { hybrid: '.11/.90' },
    // Epochs chosen on a part of the training ratings.
    trainers: [createHybridTrainer({ epochs: 20 })],
  };
  return judgeModels(question, wants, {
    ...{ data: `${data}, training items left out`, acceptFor: acceptUnseen },
    candidatesOf: ({ history }) =>
      train.items.length - new Set(history.map(({ itemId }) => itemId)).size,
    bars: { ease: '.27/.925', blend: '.27/.925' },
  });
}

function parse(line: string): Rating {
  const [user = '', item = '', stars = '0', seconds = '0'] = line.split('\t');
  const kind = Number(stars) >= liked ? 'like' : 'view';
  return { user, step: { item, itemId: item, kind, ts: Number(seconds) * 1_000 } };
}

function byUser(ratings: readonly Rating[]): ReadonlyMap<string, readonly Rating[]> {
  const users = new Map<string, Rating[]>();
  for (const rating of ratings) {
    const own = users.get(rating.user);
    if (own === undefined) users.set(rating.user, [rating]);
    else own.push(rating);
  }
  return users;
}

function inOrder(ratings: readonly Rating[]): readonly Rating['step'][] {
  return ratings.map(({ step }) => step).sort((a, b) => a.ts - b.ts);
}

function caseOf(
  train: TrainingSet,
  shopper: number,
  held: readonly Interaction[],
): readonly EvaluationCase[] {
  const { starts } = train.events;
  const history = stepsOf(train, starts[shopper] ?? 0, starts[shopper + 1] ?? 0);
  const now = Math.max(...history.map(({ ts }) => ts));
  const targets = held.map((step) => ({ ...step, ts: now }));
  return targets.length > 0 ? [{ shopper: `u-${shopper}`, history, targets }] : [];
}

const genreColumn = 5;

function movies() {
  const genres = (readLines('ml-100k/u.genre') ?? []).map((line) => line.split('|')[0] ?? '');
  return (readLines('ml-100k/u.item') ?? []).map((line) => {
    const fields = line.split('|');
    const [id = '', name = ''] = fields;
    const categories = genres.filter((_, at) => fields[genreColumn + at] === '1');
    return { id, name, categories };
  });
}
