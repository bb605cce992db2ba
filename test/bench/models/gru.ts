import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createGruTrainer } from '../../../models/recommenders/gru/gru-trainer.js';
import { type GruOptions, gruDefaults } from '../../../models/recommenders/gru/options.js';
import { seededRandom } from '../../../shared/domain/random.js';
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

/** What training on the newest 5 % from the previous model costs and gives, beside a cold fit of everything. */
export async function gruWarmStart(): Report {
  const data = 'Yoochoose 1/64, newest 5 % new, HR@20/MRR@20 %';
  const sessions = readYoochoose();
  if (sessions === undefined) return skipped(data);
  const cut = Math.floor(sessions.train.length * 0.95);
  const timed = (from: readonly (readonly string[])[]) =>
    trainingSetOf({
      histories: from.map((session, at) => session.map((item) => ({ item, ts: at }))),
    });
  const rows: Row[] = [];
  const add = async (name: string, fitted: Fitted) => {
    const quality = await judge(fitted.model, prefixCases(sessions.test), 20);
    const measured = `${percent(quality.hitRate)}/${percent(quality.reciprocalRank)}`;
    rows.push({ data, model: name, measured, ...costOf(fitted), bar: '' });
    return fitted;
  };
  const old = await add(
    'gru, without the new',
    await train(timed(sessions.train.slice(0, cut)), {}),
  );
  await add('gru, warm', await train(timed(sessions.train), {}, old.files));
  await add('gru, cold', await train(timed(sessions.train), {}));
  return rows;
}

/** An answer of 50 items to a session of 50 events, made-up vectors of 50,000 items. */
export async function gruAnswer(): Report {
  const items = 50_000;
  const random = seededRandom(1);
  const session = () => Array.from({ length: 50 }, () => `i${Math.floor(random() * items)}`);
  const histories = Array.from({ length: 200 }, session);
  const catalogue = Array.from({ length: items }, (_, at) => ({
    id: `i${at}`,
    name: `item ${at}`,
  }));
  const options = { epochs: 1 };
  const { model: fitted } = await train(trainingSetOf({ histories, items: catalogue }), options);
  const times: number[] = [];
  for (let at = 0; at < 1_000; at += 1) {
    const history = historyOf(session());
    const started = performance.now();
    await fitted.rank({ history, now: 0, count: 50 });
    times.push(performance.now() - started);
  }
  await fitted.close();
  times.sort((a, b) => a - b);
  const measured = [0.5, 0.95, 0.99].map((share) => times[Math.floor(times.length * share)] ?? 0);
  const text = `${measured.map((ms) => ms.toFixed(2)).join('/')} ms p50/p95/p99`;
  return [{ data: '50-event session, 50,000 items', model, measured: text, bar: '10 ms p95' }];
}

/** Positions learned per second of one core, beside the same network in PyTorch (`TORCH_PYTHON` names its Python). */
export async function gruThroughput(): Report {
  const data = '16,000 made-up sessions of 17,000 items';
  const sessions = madeUpSessions();
  const ours = await throughputOfOurs(sessions);
  const rows: Row[] = [
    { data, model, measured: `${Math.round(ours)} positions per CPU second`, bar: '' },
  ];
  try {
    const theirs = await throughputOfTorch(sessions);
    const measured = `${Math.round(theirs)} positions per CPU second`;
    rows.push({ data, model: 'PyTorch', measured, bar: '' });
    rows.push({ data, model: 'ratio', measured: (ours / theirs).toFixed(2), bar: '1.0' });
  } catch (error) {
    const reason =
      String(error instanceof Error ? error.message : error)
        .split('\n')
        .at(-2) ?? '';
    rows.push({ data, model: 'PyTorch', measured: `skipped: ${reason}`, bar: '' });
  }
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

const madeUpItems = 17_000;

/** As long as sessions of shops are: five steps on average, few of them long. */
function madeUpSessions(): readonly (readonly number[])[] {
  const random = seededRandom(1);
  const lengthOf = () => {
    let length = 2;
    while (random() < 0.68 && length < 50) length += 1;
    return length;
  };
  return Array.from({ length: 16_000 }, () =>
    Array.from({ length: lengthOf() }, () => Math.floor(madeUpItems * random() ** 2)),
  );
}

async function throughputOfOurs(sessions: readonly (readonly number[])[]): Promise<number> {
  const histories = sessions.map((session) => session.map(String));
  const marks: number[] = [];
  const context = fitContext();
  const { figures } = await createGruTrainer({ epochs: 2 }).fit(trainingSetOf({ histories }), {
    ...context,
    async checkpoint(_done, _total, note = '') {
      const { user, system } = process.cpuUsage();
      if (note.startsWith('epoch 2')) marks.push((user + system) / 1e6);
    },
  });
  const seconds = (marks.at(-1) ?? 0) - (marks[0] ?? 0);
  return ((figures['positions'] ?? 0) * (marks.length - 1)) / marks.length / seconds;
}

async function throughputOfTorch(sessions: readonly (readonly number[])[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'gru-peer-'));
  try {
    const { width, negatives, batchRows, temperature, keptInputs, keptStates } = gruDefaults;
    const head = [madeUpItems, width, negatives, batchRows, temperature, keptInputs, keptStates];
    const file = join(folder, 'sessions.txt');
    const lines = [head, ...sessions].map((line) => line.join(' '));
    await writeFile(file, `${lines.join('\n')}\n`);
    const script = new URL('../peers/gru_torch.py', import.meta.url).pathname;
    const python = process.env['TORCH_PYTHON'] ?? 'python3';
    const { stdout } = await promisify(execFile)(python, [script, file]);
    return Number(stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}

function skipped(data: string): readonly Row[] {
  return [{ data, model, measured: 'skipped: the data is not here', bar: '' }];
}
