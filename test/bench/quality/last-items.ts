import { createGruTrainer } from '../../../models/recommenders/gru/gru-trainer.js';
import { createTwoTowerTrainer } from '../../../models/recommenders/two-tower/two-tower.js';
import { leaveOneOut } from '../../../models/training/evaluation/protocols/leave-one-out.js';
import { usualSplit } from '../../../models/training/evaluation/protocols/protocol.js';
import { acceptUnseen } from '../../../models/training/evaluation/protocols/unseen.js';
import type { Item } from '../../../shared/domain/item.js';
import { sequenceSet } from '../models/sequence-set.js';
import type { Row } from '../report.js';
import { readLines, readSequences } from './data.js';
import { judgeModels, type Question, skipped, thousandths, type Wants } from './judge-models.js';

/** A short clock, so that nothing fades by it: these sets have no times. */
const spanMs = 3 * 86_400_000;

/** Amazon Beauty 5-core: the last item of each user, full ranking over items not seen; HR@10 and NDCG@10. */
export async function beauty(wants: Wants): Promise<readonly Row[]> {
  const data = 'Beauty, HR@10/NDCG@10';
  const sequences = readSequences('amazon5core/Beauty.txt.gz')?.map((line) => line.slice(1));
  if (sequences === undefined) return skipped(data);
  const question = lastItems(data, sequences, attributesOf());
  // Constants of the counting models were chosen on every fourth of these users.
  const isUntouched = (at: number) => at % 4 !== 0;
  const bar = '.075/.046';
  const bars = {
    ...{
      'co-visitation': bar,
      'session-knn': bar,
      ease: bar,
      gru: bar,
      'two-tower': bar,
      blend: bar,
    },
  };
  // Chosen on the last training item of each user.
  const tower = createTwoTowerTrainer({ epochs: 6, candidates: 3_000, sharpness: 12 });
  return judgeModels({ ...question, isUntouched, bars, trainers: [tower] }, wants);
}

/** MovieLens-1M in SASRec's order: the same. */
export async function movieLens1m(wants: Wants): Promise<readonly Row[]> {
  const data = 'MovieLens-1M, HR@10/NDCG@10';
  const lines = readLines('ml-1m/ml-1m_sas.txt.gz');
  if (lines === undefined) return skipped(data);
  const users = new Map<string, string[]>();
  for (const line of lines) {
    const [user = '', item = ''] = line.split(' ');
    const own = users.get(user);
    if (own === undefined) users.set(user, [item]);
    else own.push(item);
  }
  const question = lastItems(data, [...users.values()], moviesByItem());
  // Chosen on the second last items: users with hundreds of steps are soon known by heart, so more is dropped.
  const dropping = { keptInputs: 0.8, keptStates: 0.7 };
  const gru = createGruTrainer({ learningRate: 0.003, temperature: 1 / 12, ...dropping });
  const bars = { gru: '.28/.155', blend: '.28/.155' };
  return judgeModels({ ...question, bars, trainers: [gru] }, wants);
}

function lastItems(
  data: string,
  sequences: readonly (readonly string[])[],
  described: ReadonlyMap<string, Partial<Item>>,
): Question {
  const set = sequenceSet(sequences, spanMs, (id) => described.get(id) ?? {});
  const { train, cases } = leaveOneOut.split(set, usualSplit);
  return {
    ...{ data, train, cases, protocol: leaveOneOut, acceptFor: acceptUnseen },
    ...{ metrics: ['hit-rate@10', 'ndcg@10'], show: thousandths, cutoff: 10 },
  };
}

function moviesByItem(): ReadonlyMap<string, Partial<Item>> {
  const movies = new Map(
    (readLines('ml-1m/movies.dat') ?? []).map((line) => {
      const [movie = '', name = '', genres = ''] = line.split('::');
      return [movie, { name, categories: genres.trim().split('|') }] as const;
    }),
  );
  const pairs = (readLines('ml-1m/sas_item_to_movie.txt') ?? []).map((line) => line.split(/\s+/));
  return new Map(pairs.map(([item = '', movie = '']) => [item, movies.get(movie) ?? {}]));
}

function attributesOf(): ReadonlyMap<string, Partial<Item>> {
  const text = readLines('amazon5core/Beauty_item2attributes.json')?.join('') ?? '{}';
  const entries: [string, readonly number[]][] = Object.entries(JSON.parse(text));
  return new Map(entries.map(([id, attributes]) => [id, { tags: attributes.map(String) }]));
}
