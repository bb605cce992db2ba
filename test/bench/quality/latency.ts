import { createCountingModels } from '../../../models/recommenders/counting-models.js';
import { createEnsemble } from '../../../models/recommenders/ensemble/ensemble.js';
import { builtInEventTypes } from '../../../shared/domain/event.js';
import { seededRandom } from '../../../shared/domain/random.js';
import type { Change } from '../../../shared/ports/change-log.js';
import { closedMs, type ShopSize, syntheticEvents, syntheticItems } from '../synthetic-shop.js';

interface Latency {
  readonly what: string;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

export interface Speed {
  readonly size: ShopSize;
  readonly eventsPerSecond: number;
  /** Heap and typed arrays that the learned events added, catalogue not counted. */
  readonly logBytes: number;
  readonly latencies: readonly Latency[];
}

const page = 1_000;
const weights = { clicks: 0.1, carts: 0.3, orders: 0.6 };

function heldBytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function quantiles(what: string, times: readonly number[]): Latency {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { what, medianMs: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

/** Learns a made-up shop, then asks for users at random while events go on arriving, one for each question. */
export async function measureSpeed(size: ShopSize, questions: number): Promise<Speed> {
  const counting = createCountingModels({ eventTypes: builtInEventTypes });
  const models = { ...counting, ...createEnsemble(counting, undefined) };
  models.follower.apply([...syntheticItems(size)]);
  const bytesBefore = heldBytes();
  let applyingMs = 0;
  const apply = (changes: readonly Change[]) => {
    const started = performance.now();
    models.follower.apply(changes);
    applyingMs += performance.now() - started;
  };
  let changes: Change[] = [];
  for (const change of syntheticEvents(size)) {
    changes.push(change);
    if (changes.length < page) continue;
    apply(changes);
    changes = [];
  }
  apply(changes);
  const logBytes = heldBytes() - bytesBefore;

  const random = seededRandom(3);
  const user = () => `u${Math.floor(random() * size.users)}`;
  let extra = 0;
  const arrive = () => {
    extra += 1;
    const itemId = `p${Math.floor(size.items ** random()) - 1}`;
    const event = { id: `x${extra}`, userId: user(), itemId, type: 'view', ts: closedMs + extra };
    models.follower.apply([{ kind: 'event', event }]);
  };
  const time = async (what: string, ask: (userId: string) => unknown): Promise<Latency> => {
    for (let index = 0; index < questions / 4; index += 1) await ask(user());
    const times: number[] = [];
    for (let index = 0; index < questions; index += 1) {
      arrive();
      const userId = user();
      const started = performance.now();
      await ask(userId);
      times.push(performance.now() - started);
    }
    return quantiles(what, times);
  };
  const query = (userId: string) => {
    const history = models.histories.ofUser(userId, 100) ?? [];
    const seen = new Set(history.map((step) => step.itemId));
    return { history, count: 100, now: closedMs, accept: (id: string) => !seen.has(id) };
  };
  const list = { count: 20, now: closedMs, accept: () => true };
  const item = () => `p${Math.floor(size.items ** random()) - 1}`;
  const latencies = [
    await time('co-visitation', (id) =>
      models.recommenders.get('co-visitation')?.recommend(query(id)),
    ),
    await time('session-knn', (id) => models.recommenders.get('session-knn')?.recommend(query(id))),
    await time('blend', (id) => models.recommenders.get('blend')?.recommend(query(id))),
    await time('session ranker', (id) => models.sessions.rank({ ...query(id), weights })),
    await time('popular', () => models.lists.popular(list)),
    await time('trending', () => models.lists.trending(list)),
    await time('similar', () => models.lists.similar(item(), list)),
    await time('bought together', () => models.lists.boughtTogether(item(), list)),
  ];
  const eventsPerSecond = (size.events / applyingMs) * 1_000;
  return { size, eventsPerSecond, logBytes, latencies };
}
