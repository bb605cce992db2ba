import type { EvaluationCase } from '../../shared/domain/evaluation/evaluation-case.js';
import type { EventTypes } from '../../shared/domain/event.js';
import type { DataWindow } from '../../shared/domain/model-version.js';
import type { ModelName } from '../../shared/domain/ranking.js';
import type { Change, ChangeLog } from '../../shared/ports/change-log.js';
import type { Trainer, TrainingSet } from '../../shared/ports/training.js';
import type {
  TrainingOutcome,
  TrainingRequest,
  TrainingRunner,
} from '../../shared/ports/training-runner.js';
import type { UserStore } from '../../shared/ports/user-store.js';
import { type CountingModels, createCountingModels } from '../recommenders/counting-models.js';
import { readShop } from '../recommenders/training-set/read-shop.js';
import { ShopLog } from '../recommenders/training-set/shop-log.js';
import { toTrainingSet } from '../recommenders/training-set/training-set.js';
import { type Course, startCourse } from './course.js';
import { sliceStart, timeSlice } from './evaluation/protocols/time-slice.js';
import { fitMixers } from './fit-mixers.js';
import { type Fits, fitModels } from './fit-models.js';
import { halves } from './halves.js';
import { judgeVersion } from './judge-version.js';
import { mixersOf, servingParts } from './version-parts.js';

export interface TrainVersionDependencies {
  readonly changes: ChangeLog;
  readonly users: Pick<UserStore, 'list'>;
  readonly trainers: ReadonlyMap<ModelName, Trainer>;
  readonly eventTypes: EventTypes;
  /** Of more the newest are learnt from. */
  readonly maxEvents: number;
  /** For each model. */
  readonly timeLimitMs: number;
}

/** The newest share of all events is not learnt from: it judges. */
const slice = { heldOutShare: 0.05, maxHistory: 200 };
/** Judging more shoppers would take longer than training a small shop. */
const mostCases = 2_000;
const shares = { reading: 0.15, counting: 0.1, fitting: 0.55, mixing: 0.1, judging: 0.1 };

/** Reads, fits and judges in this very process: the runner that others run elsewhere. */
export function makeTrainVersion(dependencies: TrainVersionDependencies): TrainingRunner {
  return {
    async train(request, progress, signal) {
      const course = startCourse(progress, signal);
      const { shop, set, cursor } = await readAll(dependencies, course);
      const from = sliceStart(set.events.ts, slice.heldOutShare);
      const { train: before, cases: all } = timeSlice.split(set, { ...slice, seed: request.seed });
      const cases = evenly(all, mostCases);
      const { trainers, timeLimitMs } = dependencies;
      const counting = await learn(dependencies, { shop, from, course });
      const fits = await fitModels(before, request, {
        ...{ trainers, course, share: shares.fitting, timeLimitMs, signal },
      });
      const candidacy = { request, course, cases, counting, fits, signal };
      const outcome = await contest(dependencies, candidacy);
      return { ...outcome, data: windowOf(before, from, cursor) };
    },
  };
}

async function readAll({ changes, users, ...options }: TrainVersionDependencies, course: Course) {
  const shop = new ShopLog(options);
  const checkpoint = course.stage('Reading the shop', shares.reading);
  await checkpoint(0, 1);
  const cursor = await readShop(changes, shop, (read) => checkpoint(read, read + 50_000));
  const set = await toTrainingSet(shop, users, () => checkpoint(1, 1, 'sorting'));
  return { shop, cursor, set };
}

/** The counting models as they would be had nothing of the slice happened. */
async function learn(
  { eventTypes }: TrainVersionDependencies,
  run: { readonly shop: ShopLog; readonly from: number; readonly course: Course },
): Promise<CountingModels> {
  const counting = createCountingModels({ eventTypes });
  const checkpoint = run.course.stage('Counting', shares.counting);
  let page: Change[] = [];
  let done = 0;
  for (const change of run.shop.changesBefore(run.from)) {
    page.push(change);
    if (page.length < 2_000) continue;
    counting.follower.apply(page);
    done += page.length;
    page = [];
    await checkpoint(done, run.shop.events.size);
  }
  counting.follower.apply(page);
  return counting;
}

function windowOf(set: TrainingSet, from: number, cursor: string): DataWindow {
  const { ts } = set.events;
  const first = ts.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const last = ts.reduce((most, one) => Math.max(most, one), 0);
  return {
    from: ts.length > 0 ? first : 0,
    to: Number.isFinite(from) ? from : last + 1,
    events: ts.length,
    shoppers: set.shoppers.ids.length,
    items: set.items.length,
    cursor,
  };
}

/** Every n-th, so that all times of the slice are asked for. */
function evenly<T>(all: readonly T[], most: number): readonly T[] {
  const stride = Math.ceil(all.length / most);
  return all.filter((_, at) => at % stride === 0);
}

interface Candidacy {
  readonly request: TrainingRequest;
  readonly course: Course;
  readonly cases: readonly EvaluationCase[];
  readonly counting: CountingModels;
  readonly fits: Fits;
  readonly signal: AbortSignal;
}

/** Mixes and judges; where nothing was fitted there is nothing to judge. */
async function contest(
  { trainers, timeLimitMs }: TrainVersionDependencies,
  { request, course, cases, counting, fits, signal }: Candidacy,
): Promise<Pick<TrainingOutcome, 'models' | 'verdict' | 'declined'>> {
  const { seed } = request;
  const fitted = [...fits.models.values()];
  const { declined } = fits;
  if (fitted.every(({ trained }) => trained.keptFrom !== undefined)) {
    return { models: [], verdict: { isPublished: false, reason: whyNothing(fits) }, declined };
  }
  const [toMix, toJudge] = halves(cases);
  const models = new Map(fitted.map(({ model }) => [model.name, model]));
  const serving = await servingParts(request.serving, trainers);
  const mixing = { course, share: shares.mixing, seed, timeLimitMs, signal };
  const mixed = await fitMixers(
    toMix,
    { counting, models },
    { ...mixing, serving: request.serving },
  );
  const share = shares.judging / (fitted.length + 2);
  const { verdict, metrics } = await judgeVersion(
    { models, mixers: mixersOf(mixed.trained) },
    serving,
    { cases: toJudge, counting, seed, nextCheckpoint: () => course.stage('Judging', share) },
  );
  for (const model of [...models.values(), ...serving.models.values()]) await model.close();
  const trained = [...fitted.map((one) => one.trained), ...mixed.trained];
  return {
    models: trained.map((model) => ({ ...model, metrics: metrics.get(model.name) ?? {} })),
    verdict,
    declined: { ...declined, ...mixed.declined },
  };
}

function whyNothing({ declined }: Fits): string {
  const reasons = Object.entries(declined).map(([name, reason]) => `${name}: ${reason}`);
  return reasons.length > 0 ? `nothing was trained: ${reasons.join('; ')}` : 'no model is trained';
}
