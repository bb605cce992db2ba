import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createGruTrainer } from '../../../models/recommenders/gru/gru-trainer.js';
import { gruDefaults } from '../../../models/recommenders/gru/options.js';
import { seededRandom } from '../../../shared/domain/random.js';
import { fitContext, trainingSetOf } from '../../support/training-set.js';
import { historyOf } from '../quality/sessions.js';
import type { Row } from '../report.js';

const model = 'gru';

/** An answer of 50 items to a session of 50 events, made-up vectors of 50,000 items. */
export async function gruAnswer(): Promise<readonly Row[]> {
  const items = 50_000;
  const random = seededRandom(1);
  const session = () => Array.from({ length: 50 }, () => `i${Math.floor(random() * items)}`);
  const histories = Array.from({ length: 200 }, session);
  const catalogue = Array.from({ length: items }, (_, at) => ({
    id: `i${at}`,
    name: `item ${at}`,
  }));
  const trainer = createGruTrainer({ epochs: 1 });
  const { files } = await trainer.fit(trainingSetOf({ histories, items: catalogue }), fitContext());
  const fitted = await trainer.load(files);
  const times: number[] = [];
  const cpuBefore = process.cpuUsage();
  for (let at = 0; at < 1_000; at += 1) {
    const history = historyOf(session());
    const started = performance.now();
    await fitted.rank({ history, now: 0, count: 50 });
    times.push(performance.now() - started);
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  await fitted.close();
  times.sort((a, b) => a - b);
  const measured = [0.5, 0.95, 0.99].map((share) => times[Math.floor(times.length * share)] ?? 0);
  const text = `${measured.map((ms) => ms.toFixed(2)).join('/')} ms p50/p95/p99, ${((user + system) / 1e6).toFixed(2)} ms CPU`;
  return [{ data: '50-event session, 50,000 items', model, measured: text, bar: '10 ms p95' }];
}

/** Positions learned per second of one core, beside the same network in PyTorch (`TORCH_PYTHON` names its Python). */
export async function gruThroughput(): Promise<readonly Row[]> {
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
