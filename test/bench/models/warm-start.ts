import { createGruTrainer } from '../../../models/recommenders/gru/gru-trainer.js';
import { createTwoTowerTrainer } from '../../../models/recommenders/two-tower/two-tower.js';
import type { LearnedModel } from '../../../shared/ports/learned-model.js';
import type { ModelFiles, Trainer, TrainingSet } from '../../../shared/ports/training.js';
import { readSequences } from '../quality/data.js';
import { prefixCases, type Sequences, startMs } from '../quality/sessions.js';
import type { Row } from '../report.js';
import { sequenceSet } from './sequence-set.js';

/** The set has no times: the made-up clock only puts its events in order. */
const spanMs = 3 * 86_400_000;
const data = 'Yoochoose 1/64, newest 1 % of sessions new, HR@20/MRR@20 %';
const cutoff = 20;

/** What going on from the model before costs beside starting anew, and what either gives; every prefix of the test. */
export async function warmStarts(): Promise<readonly Row[]> {
  const train = readSequences('sessions/yoochoose1_64/train_sessions.txt.gz');
  const test = readSequences('sessions/yoochoose1_64/test_sessions.txt.gz');
  if (train === undefined || test === undefined) {
    return [{ data, model: '', measured: 'skipped: the data is not here' }];
  }
  const all = sequenceSet(train, spanMs);
  const rows: Row[] = [];
  for (const trainer of [createGruTrainer(), createTwoTowerTrainer()]) {
    const cold = await fitOn(trainer, all);
    const before = await fitOn(trainer, cut(all, Math.floor(train.length * 0.99)));
    const warm = await fitOn(trainer, all, before.files);
    const share = `${((100 * warm.cpuSeconds) / cold.cpuSeconds).toFixed(1)} % of anew`;
    rows.push(await rowOf(trainer, 'anew', cold, test));
    rows.push(await rowOf(trainer, 'the newest left out', before, test));
    rows.push({ ...(await rowOf(trainer, 'warm', warm, test)), share, bar: '25 % (aim 10 %)' });
  }
  return rows;
}

/** The same shop before its last shoppers came. */
function cut(set: TrainingSet, shoppers: number): TrainingSet {
  const { starts, item, kind, weight, ts } = set.events;
  const end = starts[shoppers] ?? item.length;
  return {
    ...set,
    shoppers: { ids: set.shoppers.ids.slice(0, shoppers), traits: set.shoppers.traits },
    events: {
      starts: starts.slice(0, shoppers + 1),
      item: item.slice(0, end),
      kind: kind.slice(0, end),
      weight: weight.slice(0, end),
      ts: ts.slice(0, end),
    },
  };
}

interface Fitted {
  readonly files: ModelFiles;
  readonly cpuSeconds: number;
}

async function fitOn(trainer: Trainer, set: TrainingSet, previous?: ModelFiles): Promise<Fitted> {
  const before = process.cpuUsage();
  const context = { seed: 1, checkpoint: () => new Promise<void>((go) => setImmediate(go)) };
  const { files } = await trainer.fit(set, { ...context, ...(previous && { previous }) });
  const { user, system } = process.cpuUsage(before);
  return { files, cpuSeconds: (user + system) / 1e6 };
}

async function rowOf(
  trainer: Trainer,
  how: string,
  { files, cpuSeconds }: Fitted,
  test: Sequences,
): Promise<Row> {
  const model = await trainer.load(files);
  const measured = await score(model, test);
  await model.close();
  const took = `${cpuSeconds.toFixed(1)} CPU s`;
  return { data, model: `${trainer.name}, ${how}`, measured, 'training takes': took };
}

async function score(model: LearnedModel, test: Sequences): Promise<string> {
  let [cases, hits, reciprocal] = [0, 0, 0];
  for (const { history, target } of prefixCases(test)) {
    const query = { history, now: startMs + spanMs, count: cutoff };
    const place = (await model.rank(query)).itemIds.indexOf(target);
    cases += 1;
    if (place < 0) continue;
    hits += 1;
    reciprocal += 1 / (place + 1);
  }
  return [hits, reciprocal].map((sum) => ((100 * sum) / cases).toFixed(1)).join('/');
}
