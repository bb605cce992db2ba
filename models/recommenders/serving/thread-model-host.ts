import { AppError } from '../../../shared/domain/errors.js';
import type { ModelName } from '../../../shared/domain/ranking.js';
import type { LearnedModel, LearnedQuery } from '../../../shared/ports/learned-model.js';
import type { HostedModels, MixerName, ModelHost } from '../../../shared/ports/model-host.js';
import type { Clock, Telemetry } from '../../../shared/ports/runtime.js';
import type { ModelFiles } from '../../../shared/ports/training.js';
import type { ModelFacts } from './messages.js';
import { ModelRecord } from './model-record.js';
import { type LinkLimits, type Thread, ThreadLink } from './thread-link.js';

export interface ThreadHostOptions extends LinkLimits {
  /** A new thread that runs `inference-thread`. */
  readonly start: () => Thread;
  /** How long a model may take over an answer. */
  readonly deadlineMs: number;
  /** What each model is asked once before it serves, so that the first shopper does not wait for it to get going. */
  readonly warmUp: () => LearnedQuery;
  /** Settles after so many milliseconds. */
  readonly pause: (durationMs: number) => Promise<void>;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

type Read = () => Promise<ReadonlyMap<ModelName, ModelFiles>>;

const warmUpMs = 30_000;
const backOffMs = { first: 250, last: 60_000 };

/**
 * Each version in a thread of its own: loading one does not hold up the other, and all its memory goes with it. A thread
 * that dies is started again; one that hangs is waited for, because it cannot be ended safely and would keep its memory.
 */
export function threadModelHost(options: ThreadHostOptions): ModelHost {
  return {
    async load(read) {
      return host(options, read, await open(options, read));
    },
  };
}

interface Opened {
  readonly link: ThreadLink;
  readonly facts: readonly ModelFacts[];
  readonly mixers: HostedModels['mixers'];
}

async function open(options: ThreadHostOptions, read: Read): Promise<Opened> {
  const { mixers, learned } = apart(await read());
  const link = new ThreadLink(options.start(), options, options.clock);
  try {
    const facts = await link.load(learned);
    for (const { name } of facts) await link.rank(name, options.warmUp(), warmUpMs);
    return { link, facts, mixers };
  } catch (error) {
    await link.close();
    throw error;
  }
}

/** Mixers are small, and what is mixed is here and not in the thread. */
function apart(files: ReadonlyMap<ModelName, ModelFiles>) {
  const mixers = new Map<MixerName, ModelFiles>();
  const learned = new Map<ModelName, ModelFiles>();
  for (const [name, of] of files) {
    if (name === 'blend' || name === 'session') mixers.set(name, of);
    else learned.set(name, of);
  }
  return { mixers, learned };
}

function host(
  options: ThreadHostOptions,
  read: Read,
  { link, facts, mixers }: Opened,
): HostedModels {
  const { deadlineMs, clock, telemetry, pause } = options;
  const records = new Map(facts.map((fact) => [fact.name, new ModelRecord(fact, clock)]));
  let current: ThreadLink | undefined;
  let isClosed = false;

  /** Waits twice as long after each death in a row; a thread that lived longer than the longest wait starts anew. */
  async function keepAlive(opened: ThreadLink, deaths: number): Promise<void> {
    current = opened;
    const since = clock();
    const reason = await opened.ended;
    current = undefined;
    if (isClosed) return;
    telemetry.exception(reason, { during: 'inference' });
    await reopen(clock() - since > backOffMs.last ? 0 : deaths);
  }

  async function reopen(deaths: number): Promise<void> {
    await pause(Math.min(backOffMs.first * 2 ** deaths, backOffMs.last));
    if (isClosed) return;
    try {
      const { link: next } = await open(options, read);
      if (isClosed) await next.close();
      else void keepAlive(next, deaths + 1);
    } catch (error) {
      telemetry.exception(error, { during: 'starting inference again' });
      await reopen(deaths + 1);
    }
  }

  function proxy(fact: ModelFacts): readonly [ModelName, LearnedModel] {
    const record = records.get(fact.name);
    const rank = async (query: LearnedQuery, signal?: AbortSignal) => {
      if (current?.isOpen) return current.rank(fact.name, query, deadlineMs, signal);
      throw new AppError('unavailable', 'it is being loaded again');
    };
    const model: LearnedModel = {
      ...fact,
      rank: (query, signal) =>
        record ? record.keep(rank(query, signal), signal) : rank(query, signal),
      close: async () => undefined,
    };
    return [fact.name, model];
  }

  void keepAlive(link, 0);
  return {
    models: new Map(facts.map(proxy)),
    mixers,
    health: () => [...records.values()].map((record) => record.health(current?.isOpen === true)),
    async close() {
      isClosed = true;
      await current?.close();
    },
  };
}
