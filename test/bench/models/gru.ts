import { createGruTrainer } from '../../../models/recommenders/gru/gru-trainer.js';
import type { GruOptions } from '../../../models/recommenders/gru/options.js';
import type { LearnedModel } from '../../../shared/ports/learned-model.js';
import type { ModelFiles, TrainingSet } from '../../../shared/ports/training.js';
import { fitContext, trainingSetOf } from '../../support/training-set.js';
import { readLines, readSequences } from '../quality/data.js';
import type { Case } from '../quality/measure.js';
import { historyOf, prefixCases, type Sequences } from '../quality/sessions.js';
import type { Row } from '../report.js';

type Report = Promise<readonly Row[]>;
const model = 'gru';

/** RSC15 clicks 1/64: every prefix, full ranking, nothing excluded; HR@20 and MRR@20 in percent. */
export async function gruYoochoose(): Report {
  const data = 'Yoochoose 1/64, HR@20/MRR@20 %';
  const sessions = readYoochoose();
  if (sessions === undefined) return skipped(data);
  const fitted = await train(trainingSetOf({ histories: sessions.train }), {});
  const quality = await judge(fitted.model, prefixCases(sessions.test), 20);
  const measured = `${percent(quality.hitRate)}/${percent(quality.reciprocalRank)}`;
  return [{ data, model, measured, ...costOf(fitted), bar: '68/28.5' }];
}

/** MovieLens-1M: the last item of each user, full ranking over items not seen; HR@10 and NDCG@10. */
export async function gruMovieLens(): Report {
  const data = 'MovieLens-1M, HR@10/NDCG@10';
  const lines = readLines('ml-1m/ml-1m_sas.txt.gz');
  if (lines === undefined) return skipped(data);
  const sequences = sequencesOf(lines);
  const histories = sequences.map((sequence) => sequence.slice(0, -1));
  const fitted = await train(trainingSetOf({ histories }), longHistories);
  const cases = sequences.map((sequence) => ({
    history: historyOf(sequence.slice(0, -1)),
    target: sequence.at(-1) ?? '',
  }));
  const quality = await judge(fitted.model, cases, 10, true);
  const measured = `${quality.hitRate.toFixed(3)}/${quality.gain.toFixed(3)}`;
  return [{ data, model, measured, ...costOf(fitted), bar: '.28/.155' }];
}

/** Chosen on the second last items: users with hundreds of steps are soon known by heart, so more is dropped. */
const longHistories: Partial<GruOptions> = {
  learningRate: 0.003,
  temperature: 1 / 12,
  keptInputs: 0.8,
  keptStates: 0.7,
};

/** What training on the newest 5 % from the previous model costs and gives, on a fifth of the test sessions. */
export async function gruWarmStart(): Report {
  const data = 'Yoochoose 1/64, newest 5 % new, HR@20/MRR@20 %';
  const sessions = readYoochoose();
  if (sessions === undefined) return skipped(data);
  const cut = Math.floor(sessions.train.length * 0.95);
  const timed = sessions.train.map((session, at) => session.map((item) => ({ item, ts: at })));
  const test = sessions.test.filter((_, at) => at % 5 === 0);
  const rows: Row[] = [];
  const add = async (name: string, fitted: Fitted) => {
    const quality = await judge(fitted.model, prefixCases(test), 20);
    const measured = `${percent(quality.hitRate)}/${percent(quality.reciprocalRank)}`;
    rows.push({ data, model: name, measured, ...costOf(fitted), bar: '' });
  };
  const all = trainingSetOf({ histories: timed });
  const before = await train(trainingSetOf({ histories: timed.slice(0, cut) }), {});
  await add('gru, without the new', before);
  await add('gru, warm', await train(all, {}, before.files));
  await add('gru, cold', await train(all, {}));
  return rows;
}

interface Fitted {
  readonly model: LearnedModel;
  readonly files: ModelFiles;
  readonly cpuSeconds: number;
  readonly epochs: number;
}

async function train(
  set: TrainingSet,
  options: Partial<GruOptions>,
  previous?: ModelFiles,
): Promise<Fitted> {
  const trainer = createGruTrainer(options);
  const before = process.cpuUsage();
  const told = { at: performance.now() };
  const { files, figures } = await trainer.fit(set, {
    ...fitContext(previous === undefined ? {} : { previous }),
    async checkpoint(done, total, note) {
      if (performance.now() - told.at < 10_000) return;
      told.at = performance.now();
      process.stderr.write(`${done} of ${total}: ${note}\n`);
    },
  });
  const { user, system } = process.cpuUsage(before);
  process.stderr.write(`${JSON.stringify(figures)}\n`);
  const epochs = figures['epochs'] ?? 0;
  return { model: await trainer.load(files), files, cpuSeconds: (user + system) / 1e6, epochs };
}

function costOf({ cpuSeconds, epochs }: Fitted): Row {
  return { 'training takes': `${cpuSeconds.toFixed(0)} CPU s, ${epochs} epochs` };
}

interface Quality {
  readonly hitRate: number;
  readonly reciprocalRank: number;
  readonly gain: number;
}

async function judge(
  learned: LearnedModel,
  cases: Iterable<Case>,
  cutoff: number,
  excludesSeen = false,
): Promise<Quality> {
  const sums = { hits: 0, reciprocal: 0, gain: 0, cases: 0 };
  for (const { history, target } of cases) {
    const seen = new Set(excludesSeen ? history.map(({ itemId }) => itemId) : []);
    const { itemIds } = await learned.rank({ history, now: 0, count: cutoff + seen.size });
    const place = itemIds.filter((id) => !seen.has(id)).indexOf(target);
    sums.cases += 1;
    if (place < 0 || place >= cutoff) continue;
    sums.hits += 1;
    sums.reciprocal += 1 / (place + 1);
    sums.gain += 1 / Math.log2(place + 2);
  }
  return {
    hitRate: sums.hits / sums.cases,
    reciprocalRank: sums.reciprocal / sums.cases,
    gain: sums.gain / sums.cases,
  };
}

function readYoochoose(): { readonly train: Sequences; readonly test: Sequences } | undefined {
  const train = readSequences('sessions/yoochoose1_64/train_sessions.txt.gz');
  const test = readSequences('sessions/yoochoose1_64/test_sessions.txt.gz');
  return train === undefined || test === undefined ? undefined : { train, test };
}

function sequencesOf(lines: readonly string[]): Sequences {
  const sequences = new Map<string, string[]>();
  for (const line of lines) {
    const [user = '', item = ''] = line.split(' ');
    const sequence = sequences.get(user) ?? [];
    sequence.push(item);
    sequences.set(user, sequence);
  }
  return [...sequences.values()];
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}

function skipped(data: string): readonly Row[] {
  return [{ data, model, measured: 'skipped: the data is not here', bar: '' }];
}
