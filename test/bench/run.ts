import { cpus, totalmem } from 'node:os';
import { modelNames } from '../../shared/domain/ranking.js';
import { coldStart } from './cold-start/cold-start.js';
import { logSpeed } from './cosmos/log-speed.js';
import { requestUnits } from './cosmos/request-units.js';
import { shopperCosts } from './cosmos/shopper-costs.js';
import { taskAndVectorCosts } from './cosmos/task-and-vector-costs.js';
import { encoderPool } from './encoders/encoder-pool.js';
import { pictureLikeness } from './encoders/picture-likeness.js';
import { builtInTextSpeed } from './encoders/text-speed.js';
import { gruMemory } from './models/gru-memory.js';
import { gruAnswer, gruThroughput } from './models/gru-speed.js';
import { hybridSpeed } from './models/hybrid-speed.js';
import { itemScoring } from './models/item-scoring.js';
import { retraining, trainingSetMemory } from './models/retrain.js';
import { warmStarts } from './models/warm-start.js';
import { beibei } from './quality/beibei.js';
import type { Wants } from './quality/judge-models.js';
import { beauty, movieLens1m } from './quality/last-items.js';
import { movieLens100k } from './quality/ratings.js';
import { yoochoose } from './quality/yoochoose.js';
import { type Row, table } from './report.js';
import { searchSpeed } from './search/search-speed.js';
import { inferenceSpeed } from './speed/inference-speed.js';
import { modelSpeed } from './speed/model-speed.js';
import { soak } from './speed/soak.js';
import { largeShopSpeed, sampleShopSpeed } from './speed/speed.js';
import { taskChaos } from './tasks/task-chaos.js';
import { taskSpeed } from './tasks/task-speed.js';
import { taskStop } from './tasks/task-stop.js';
import { vectorIndex } from './vectors/vector-index.js';

/**
 * `npm run bench [name …] [-- --models=a,b]`: all but the hour-long ones, and one that keeps to a core, where none is named, all models where none is
 * named. RESULTS.md is made of what this prints.
 */
const benches: Readonly<Record<string, (wants: Wants) => Promise<readonly Row[]>>> = {
  yoochoose,
  beauty,
  'movielens-1m': movieLens1m,
  movielens: movieLens100k,
  beibei,
  'warm-start': warmStarts,
  hybrid: hybridSpeed,
  gru: async () => [...(await gruThroughput()), ...(await gruAnswer())],
  'item-scoring': itemScoring,
  'vector-index': vectorIndex,
  search: searchSpeed,
  retrain: retraining,
  memory: async () => [...(await trainingSetMemory()), ...(await gruMemory())],
  models: modelSpeed,
  inference: inferenceSpeed,
  encoders: async () => [...(await builtInTextSpeed()), ...(await encoderPool())],
  pictures: pictureLikeness,
  'sample-shop': sampleShopSpeed,
  'large-shop': largeShopSpeed,
  'task-speed': taskSpeed,
  'task-stop': taskStop,
  'task-chaos': taskChaos,
  'request-units': requestUnits,
  'cosmos-shoppers': shopperCosts,
  'cosmos-tasks-vectors': taskAndVectorCosts,
  'cosmos-log': logSpeed,
  'cold-start': coldStart,
  soak,
};
const onlyWhenNamed = new Set(['cold-start', 'soak', 'task-chaos']);

const option = '--models=';
const given = process.argv.slice(2);
const asked = given.filter((name) => !name.startsWith('--'));
const models = given
  .find((each) => each.startsWith(option))
  ?.slice(option.length)
  .split(',');
const stranger = [
  ...asked.filter((name) => !(name in benches)),
  ...(models ?? []).filter((name) => !modelNames.some((each) => each === name)),
];
if (stranger.length > 0) throw new Error(`no bench or model is called ${stranger.join(', ')}`);

const machine = `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB`;
process.stdout.write(`Node ${process.versions.node}, ${machine}\n`);
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 ? !asked.includes(name) : onlyWhenNamed.has(name)) continue;
  const rows = await bench((model) => models?.includes(model) ?? true);
  process.stdout.write(`\n## ${name}\n\n${table(rows)}\n`);
}
