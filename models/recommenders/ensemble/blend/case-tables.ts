import type { EvaluationCase } from '../../../../shared/domain/evaluation/evaluation-case.js';
import type { Random } from '../../../../shared/domain/random.js';
import type { LearnedRanking } from '../../../../shared/ports/learned-model.js';
import type { Accept } from '../../../../shared/ports/recommender.js';
import { profileOf } from '../../asker.js';
import { bestItems } from '../../best-items.js';
import { acceptFor } from '../../profile.js';
import { showsSeenItems } from '../held-out.js';
import type { MixerSources } from '../mixer-sources.js';
import { CountingBoards } from '../parts/counting-boards.js';
import { askAll } from '../parts/learned-group.js';
import {
  countingParts,
  type LearnedPartName,
  learnedParts,
  type PartName,
} from '../parts/part-name.js';
import { type CaseTable, type Scored, tabulate } from './case-table.js';
import { scoredOf } from './part-scores.js';

/** What each part puts on a list. */
const listLength = 200;
/** Items to be ordered beside those that came next: what came next in other cases, so popular ones more often. */
const othersGiven = 50;

interface Asking {
  readonly random: Random;
  pause(done: number): Promise<void>;
  /** Whether the cases asked so far must do. */
  isOver(): boolean;
}

interface CaseTables {
  /** The best of all items. */
  readonly lists: readonly CaseTable[];
  /** The targets among others that were given. */
  readonly given: readonly CaseTable[];
}

/** Asks every part in every case. A learned model that cannot answer stays out of the case. */
export async function askCases(
  cases: readonly EvaluationCase[],
  { counting, models }: MixerSources,
  { random, pause, isOver }: Asking,
): Promise<CaseTables> {
  const { evidence } = counting;
  const names = evidence.knowledge.log.items;
  const boards = new CountingBoards(evidence);
  const learned = { models, onDegraded: () => undefined };
  const showsSeen = showsSeenItems(cases);
  const lists: CaseTable[] = [];
  const given: CaseTable[] = [];
  const draw = () => cases[Math.floor(random() * cases.length)]?.targets[0]?.itemId ?? '';
  for (const [at, { shopper, traits, history, targets }] of cases.entries()) {
    await pause(at / cases.length);
    if (at > 0 && isOver()) break;
    const now = targets[0]?.ts ?? 0;
    const wanted = new Set(targets.map(({ itemId }) => itemId));
    const seen = new Set(showsSeen ? [] : history.map(({ itemId }) => itemId));
    const others = Array.from({ length: othersGiven }, draw).filter((id) => !seen.has(id));
    const among = [...new Set([...wanted, ...others])];
    const asked = { history, now, among, ...(traits && { traits }) };
    const rankings = await askAll(learned, learnedParts, (model) =>
      model.rank({ ...asked, count: listLength + history.length }),
    );
    const profile = profileOf({ history, shopper }, evidence.knowledge);
    const accept = acceptFor(profile, (id) => !seen.has(id));
    boards.begin(profile, now);
    const numbers = [...wanted].map((id) => names.find(id) ?? -1);
    const items = among.flatMap((id) => names.find(id) ?? []);
    const sources = { names, boards, rankings };
    lists.push(tabulate(bestOfParts(sources, accept), numbers));
    given.push(tabulate(scoresOfParts(sources, items, among), numbers));
  }
  return { lists, given };
}

interface Answers {
  readonly names: MixerSources['counting']['evidence']['knowledge']['log']['items'];
  readonly boards: CountingBoards;
  readonly rankings: ReadonlyMap<LearnedPartName, LearnedRanking>;
}

function bestOfParts(
  { names, boards, rankings }: Answers,
  accept: Accept,
): ReadonlyMap<PartName, readonly Scored[]> {
  const parts = new Map<PartName, readonly Scored[]>();
  for (const name of countingParts) {
    const scores = boards.of(name);
    if (scores === undefined) continue;
    const best = bestItems(scores, names, { count: listLength, accept });
    parts.set(
      name,
      best.map((item) => ({ item, score: Math.log(scores.of(item)) })),
    );
  }
  for (const [name, ranking] of rankings) {
    const accepted: Scored[] = [];
    for (const [itemId, score] of scoredOf(ranking)) {
      const item = names.find(itemId);
      if (item !== undefined && accept(itemId)) accepted.push({ item, score });
    }
    parts.set(name, accepted.slice(0, listLength));
  }
  return parts;
}

function scoresOfParts(
  { names, boards, rankings }: Answers,
  items: readonly number[],
  among: readonly string[],
): ReadonlyMap<PartName, readonly Scored[]> {
  const parts = new Map<PartName, readonly Scored[]>();
  for (const name of countingParts) {
    const scores = boards.of(name);
    const scored = items.map((item) => ({ item, score: Math.log(scores?.of(item) ?? 0) }));
    parts.set(name, bestFirst(scored));
  }
  for (const [name, { amongScores = new Float32Array(0) }] of rankings) {
    const scored = among.flatMap((id, at) => {
      const item = names.find(id);
      return item === undefined ? [] : [{ item, score: amongScores[at] ?? Number.NaN }];
    });
    parts.set(name, bestFirst(scored));
  }
  return parts;
}

function bestFirst(scored: readonly Scored[]): readonly Scored[] {
  return scored.filter(({ score }) => Number.isFinite(score)).sort((a, b) => b.score - a.score);
}
