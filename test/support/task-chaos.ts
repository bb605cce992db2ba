import { setTimeout } from 'node:timers/promises';
import { seededRandom } from '../../shared/domain/random.js';
import { type ProviderMood, startShoppingProvider } from './flaky-shopping-provider.js';
import type { LocalProcess } from './local-process.js';
import {
  fewItems,
  openTaskProcesses,
  type TaskBody,
  type TaskProcesses,
} from './task-processes.js';

export interface ChaosOptions {
  readonly seed: number;
  readonly tasks: number;
  /** Sessions that wait for their task at a time. */
  readonly atOnce: number;
  readonly workers: number;
}

/** What became of one task. */
interface Fate {
  readonly session: string;
  readonly wasCancelled: boolean;
  readonly ended: TaskBody;
  /** All states in which it was seen to have ended. */
  readonly seen: readonly string[];
  /** How many tasks its session has had. */
  readonly tasksOfSession: number;
}

export interface ChaosReport {
  readonly fates: readonly Fate[];
  /** How each task ended, as the workers say: none of it where one was killed before it could. */
  readonly endings: ReadonlyMap<string, readonly string[]>;
  readonly killedWorkers: number;
  readonly killedApis: number;
  readonly openLookUps: number;
  readonly tookMs: number;
}

/** Mostly well. */
const moods: readonly (readonly [number, ProviderMood])[] = [
  [0.5, 'good'],
  [0.85, 'slow'],
  [0.9, 'error'],
  [0.93, 'garbage'],
  [0.96, 'reset'],
  [0.98, 'hang'],
  [1, 'hang-in-body'],
];

/** Many tasks, half of them cancelled at some moment, while workers are killed at random and the API twice. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const random = seededRandom(options.seed);
  const moodOf = () => {
    const drawn = random();
    return moods.find(([upTo]) => drawn < upTo)?.[1] ?? 'good';
  };
  const provider = await startShoppingProvider(moodOf, 60);
  const processes = await openTaskProcesses({
    SHOPPING_ENDPOINT: `${provider.origin}/search`,
    SHOPPING_TIMEOUT_SECONDS: '0.5',
  });
  const startedMs = performance.now();
  try {
    const killer = await startKilling(processes, options, random);
    await processes.asking('a-session-of-some-length', 'POST', '/items', fewItems);
    const fates = await meetFates(processes, options, { random, killApi: killer.killApi });
    const killed = await killer.stop();
    return {
      ...{ fates, endings: processes.endings(), ...killed },
      openLookUps: await settled(() => provider.openLookUps),
      tookMs: performance.now() - startedMs,
    };
  } finally {
    await processes.close();
    await provider.close();
  }
}

/** What a number comes to once it is 0, or after a while. */
async function settled(read: () => number): Promise<number> {
  for (let tries = 0; tries < 100 && read() > 0; tries += 1) await setTimeout(50);
  return read();
}

async function startKilling(
  processes: TaskProcesses,
  { workers: count }: ChaosOptions,
  random: () => number,
) {
  let api = await processes.startApi();
  const workers: LocalProcess[] = [];
  for (let n = 0; n < count; n += 1) workers.push(await processes.startWorker());
  let killedWorkers = 0;
  let killedApis = 0;
  let isOver = false;
  async function killWorkers(): Promise<void> {
    while (!isOver) {
      await setTimeout(200 + 600 * random());
      const victim = Math.floor(random() * workers.length);
      const worker = workers[victim];
      if (isOver || worker === undefined) return;
      await processes.kill(worker);
      killedWorkers += 1;
      workers[victim] = await processes.startWorker();
    }
  }
  const killing = killWorkers();
  return {
    async killApi(): Promise<void> {
      await processes.kill(api);
      killedApis += 1;
      api = await processes.startApi();
    },
    async stop() {
      isOver = true;
      await killing;
      return { killedWorkers, killedApis };
    },
  };
}

async function meetFates(
  processes: TaskProcesses,
  { tasks, atOnce }: ChaosOptions,
  { random, killApi }: { readonly random: () => number; killApi(): Promise<void> },
): Promise<readonly Fate[]> {
  const fates: Fate[] = [];
  const killings: Promise<void>[] = [];
  let begun = 0;
  async function meetSome(): Promise<void> {
    while (begun < tasks) {
      begun += 1;
      if (begun === Math.floor(tasks / 3) || begun === Math.floor((2 * tasks) / 3))
        killings.push(killApi());
      fates.push(await meetFate(processes, random() < 0.5 ? 150 * random() : undefined));
    }
  }
  await Promise.all(Array.from({ length: atOnce }, meetSome));
  await Promise.all(killings);
  return fates;
}

async function meetFate(
  processes: TaskProcesses,
  cancelAfterMs: number | undefined,
): Promise<Fate> {
  const { session, id } = await processes.begin();
  if (cancelAfterMs !== undefined) {
    await setTimeout(cancelAfterMs);
    await processes.asking(session, 'DELETE', `/tasks/${id}`);
  }
  const first = await processes.ended(session, id, 100);
  const list = await processes.asking(session, 'GET', '/tasks');
  const ended = await processes.ended(session, id);
  if (list.status !== 200) throw new Error(`${list.status} ${JSON.stringify(list.body)}`);
  const { tasks } = list.body as { readonly tasks: readonly TaskBody[] };
  return {
    ...{ session, ended, wasCancelled: cancelAfterMs !== undefined },
    seen: [first.status, ended.status],
    tasksOfSession: tasks.length,
  };
}
