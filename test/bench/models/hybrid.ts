import type { HybridOptions } from '../../../models/recommenders/hybrid/hybrid-options.js';
import { createHybridTrainer } from '../../../models/recommenders/hybrid/hybrid-trainer.js';
import { fitContext } from '../../support/training-set.js';
import type { Row } from '../report.js';
import { judge } from './hybrid-judge.js';
import { type HeldOut, movieLensSet } from './hybrid-sets.js';

const included = 'MovieLens-100K ua, training items not excluded, P@10/AUC';
const excluded = 'MovieLens-100K ua, training items excluded, P@10/AUC';

interface Run {
  readonly data: string;
  readonly model: string;
  readonly options: Partial<HybridOptions>;
  readonly bar: string;
}

/** Epochs were chosen on ten ratings of each user of ua.base: where training items stay in, fewer forget less. */
const runs: readonly Run[] = [
  { data: included, model: 'hybrid, WARP, 20 epochs', options: { epochs: 20 }, bar: '.11/.90' },
  { data: included, model: 'hybrid, WARP, 30 epochs', options: {}, bar: '.11/.90' },
  { data: included, model: 'hybrid, BPR', options: { loss: 'bpr' }, bar: '' },
  { data: excluded, model: 'hybrid, WARP, 30 epochs', options: {}, bar: '' },
  { data: excluded, model: 'hybrid, BPR', options: { loss: 'bpr' }, bar: '' },
];

/** In LightFM's two protocols; users are asked as strangers, with their history and without their id. */
export async function hybridQuality(): Promise<readonly Row[]> {
  const heldOut = movieLensSet();
  if (heldOut === undefined) {
    return [{ data: included, model: '', measured: 'skipped: the data is not here', bar: '' }];
  }
  const rows: Row[] = [];
  for (const run of runs) rows.push(await rowOf(run, heldOut));
  return rows;
}

async function rowOf({ data, model, options, bar }: Run, heldOut: HeldOut): Promise<Row> {
  const trainer = createHybridTrainer(options);
  const started = process.cpuUsage();
  const { files } = await trainer.fit(heldOut.set, fitContext());
  const { user, system } = process.cpuUsage(started);
  const learned = await trainer.load(files);
  const { precision, areaUnderCurve, medianMs } = await judge(learned, heldOut, data === excluded);
  await learned.close();
  return {
    ...{ data, model, measured: `${precision.toFixed(3)}/${areaUnderCurve.toFixed(3)}` },
    'a fit takes': `${((user + system) / 1e6).toFixed(1)} CPU s`,
    'an answer takes': `${medianMs.toFixed(2)} ms (all items ranked)`,
    bar,
  };
}
