import type { EvaluationCase } from '../../shared/domain/evaluation/evaluation-case.js';
import type { EventTypes } from '../../shared/domain/event.js';
import type { DataWindow, Verdict } from '../../shared/domain/model-version.js';
import type { ModelName } from '../../shared/domain/ranking.js';
import type { Change, ChangeLog } from '../../shared/ports/change-log.js';
import type { LearnedModel } from '../../shared/ports/learned-model.js';
import type { Recommender } from '../../shared/ports/recommender.js';
import type { Trainer, TrainingSet } from '../../shared/ports/training.js';
import type {
  TrainedModel,
  TrainingOutcome,
  TrainingRequest,
  TrainingRunner,
} from '../../shared/ports/training-runner.js';
import type { UserStore } from '../../shared/ports/user-store.js';
import { type CountingModels, createCountingModels } from '../recommenders/counting-models.js';
import { readShop } from '../recommenders/training-set/read-shop.js';
import { ShopLog } from '../recommenders/training-set/shop-log.js';
import { toTrainingSet } from '../recommenders/training-set/training-set.js';
import { bootstrapMean } from './bootstrap.js';
import { type Course, startCourse } from './course.js';
import { type Fits, fitModels, loaded } from './fit-models.js';
import { holdOut, sliceStart } from './hold-out.js';
import { depth, judge, type Ranks, scoresOf } from './judge.js';
import type { Ingredients, Mixer } from './mixer.js';

export interface TrainVersionDependencies {
  readonly changes: ChangeLog;
  readonly users: Pick<UserStore, 'list'>;
  readonly trainers: ReadonlyMap<ModelName, Trainer>;
  readonly mixer: Mixer;
  readonly eventTypes: EventTypes;
  /** Of more the newest are learnt from. */
  readonly maxEvents: number;
  /** For each model. */
  readonly timeLimitMs: number;
}

/** The newest share of all events is not learnt from: it judges. */
const heldOutShare = 0.05;
const limits = { maxCases: 4_000, maxHistory: 200 };
const shares = { reading: 0.15, counting: 0.1, fitting: 0.55, mixing: 0.1, judging: 0.1 };

/** Reads, fits and judges in this very thread: the runner that others run elsewhere. */
export function makeTrainVersion(dependencies: TrainVersionDependencies): TrainingRunner {
  return {
    async train(request, progress, signal) {
      const course = startCourse(progress, signal);
      const { shop, set, cursor } = await readAll(dependencies, course);
      const from = sliceStart(set.events.ts, heldOutShare);
      const { before, cases } = holdOut(set, from, limits);
      const { trainers, timeLimitMs } = dependencies;
      const counting = await learn(dependencies, { shop, from, course });
      const fits = await fitModels(before, request, {
        ...{ trainers, course, share: shares.fitting, timeLimitMs, signal },
      });
      const outcome = await judgeAll(dependencies, { request, course, cases, counting, fits });
      return { ...outcome, data: windowOf(before, from, cursor), declined: fits.declined };
    },
  };
}

async function readAll({ changes, users, ...options }: TrainVersionDependencies, course: Course) {
  const shop = new ShopLog(options);
  const checkpoint = course.stage('Reading the shop', shares.reading);
  await checkpoint(0, 1);
  const cursor = await readShop(changes, shop, (read) => checkpoint(read, read + 50_000));
  return { shop, cursor, set: await toTrainingSet(shop, users) };
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

interface Judgement {
  readonly request: TrainingRequest;
  readonly course: Course;
  readonly cases: readonly EvaluationCase[];
  readonly counting: CountingModels;
  readonly fits: Fits;
}

async function judgeAll(
  { mixer, trainers }: TrainVersionDependencies,
  { request, course, cases, counting, fits }: Judgement,
): Promise<Pick<TrainingOutcome, 'models' | 'verdict'>> {
  const { seed } = request;
  const models = [...fits.models.values()];
  const fresh = models.filter(({ trained }) => trained.keptFrom === undefined);
  const refusal = (reason: string): Verdict => ({ isPublished: false, reason });
  if (fresh.length === 0) return { models: [], verdict: refusal(whyNothing(fits)) };
  const [toMix, toJudge] = halves(cases);
  const learned = new Map(models.map(({ model }) => [model.name, model]));
  const mixed = await mixer.fit({ learned, counting }, toMix, {
    ...{ seed, checkpoint: course.stage('Mixing the models', shares.mixing) },
  });
  const files = new Map(mixed.map((model) => [model.name, model.files]));
  const candidate = await mixer.combine({ learned, counting }, files);
  const rival = await servingOf({ mixer, trainers, request, counting });
  const checkpoint = course.stage('Judging', shares.judging);
  const verdict = judge(
    await scoresOf(answers(candidate), toJudge, checkpoint),
    await scoresOf(answers(rival.recommender), toJudge, checkpoint),
    { seed, rival: rival.name },
  );
  const measured: TrainedModel[] = [];
  for (const { trained, model } of models) {
    const scores = await scoresOf(ranks(model), toJudge, checkpoint);
    const metrics = scores.length > 0 ? { [`ndcg@${depth}`]: bootstrapMean(scores, seed) } : {};
    measured.push({ ...trained, metrics });
  }
  for (const model of [...learned.values(), ...rival.learned.values()]) await model.close();
  return { models: [...measured, ...mixed], verdict };
}

function whyNothing({ declined }: Fits): string {
  const reasons = Object.entries(declined).map(([name, reason]) => `${name}: ${reason}`);
  return reasons.length > 0 ? `nothing was trained: ${reasons.join('; ')}` : 'no model is trained';
}

/** The answer that serves now, with its models loaded anew; that of the counting models where there is none. */
async function servingOf(from: {
  readonly mixer: Mixer;
  readonly trainers: ReadonlyMap<ModelName, Trainer>;
  readonly request: TrainingRequest;
  readonly counting: CountingModels;
}): Promise<{ recommender: Recommender; name: string; learned: Ingredients['learned'] }> {
  const { mixer, trainers, request, counting } = from;
  const learned = new Map<ModelName, LearnedModel>();
  for (const [name, serving] of request.serving) {
    const trainer = trainers.get(name);
    const model = trainer && (await loaded(trainer, serving));
    if (model !== undefined && typeof model !== 'string') learned.set(name, model);
  }
  const files = new Map([...request.serving].map(([name, { files: own }]) => [name, own]));
  const recommender = await mixer.combine({ learned, counting }, files);
  const name = request.serving.size > 0 ? 'what serves' : 'the counting models';
  return { recommender, name, learned };
}

/** Two halves by a hash of the shopper (FNV-1a), so that one shopper is always in the same. */
function halves(cases: readonly EvaluationCase[]) {
  const isEven = ({ shopper }: EvaluationCase) => {
    let hash = 0x811c9dc5;
    for (let at = 0; at < shopper.length; at++) {
      hash = Math.imul(hash ^ shopper.charCodeAt(at), 0x01000193);
    }
    return ((hash >>> 16) & 1) === 0;
  };
  return [cases.filter(isEven), cases.filter((one) => !isEven(one))] as const;
}

const answers =
  (recommender: Recommender): Ranks =>
  async ({ history, targets: [target] }) => {
    const now = target?.ts ?? 0;
    const query = { history, count: depth, now, accept: () => true };
    return (await recommender.recommend(query)).map(({ itemId }) => itemId);
  };

const ranks =
  (model: LearnedModel): Ranks =>
  async ({ history, traits, targets: [target] }) => {
    const query = { history, ...(traits && { traits }), now: target?.ts ?? 0, count: depth };
    return (await model.rank(query)).itemIds;
  };
