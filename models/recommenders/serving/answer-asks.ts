import type { ModelName } from '../../../shared/domain/ranking.js';
import type { LearnedModel } from '../../../shared/ports/learned-model.js';
import type { Clock } from '../../../shared/ports/runtime.js';
import type { ModelFiles, Trainer } from '../../../shared/ports/training.js';
import { gather } from './gather.js';
import type { Answer, Ask, FromThread, ModelFacts, ToThread } from './messages.js';
import { ownFloats } from './own-buffers.js';
import { RankingPacker } from './packed-ranking.js';

interface Port {
  on(event: 'message', listener: (message: ToThread) => void): unknown;
  postMessage(message: FromThread): void;
  close(): void;
}

/** What an inference thread does: loads the models that it is sent, then answers what it is asked. */
export function answerAsks(
  port: Port,
  trainers: ReadonlyMap<ModelName, Trainer>,
  clock: Clock,
): void {
  const models = new Map<ModelName, LearnedModel>();
  let loading: Promise<void> | undefined;
  let isClosing = false;
  const packer = new RankingPacker();
  const answer = gather<Answer>((answers) => {
    port.postMessage({ kind: 'answers', answers, newIds: packer.takeNewIds() });
  });
  port.on('message', (message) => {
    if (message.kind === 'load') loading = load(message.models);
    else if (message.kind === 'close') void close();
    else for (const ask of message.asks) void respond(ask);
  });

  async function load(files: ReadonlyMap<ModelName, ModelFiles>): Promise<void> {
    for (const [name, of] of files) {
      if (isClosing) return;
      try {
        models.set(name, await trainerOf(name).load(of));
      } catch (error) {
        port.postMessage({ kind: 'load-failed', message: `${name}: ${messageOf(error)}` });
        return;
      }
    }
    port.postMessage({ kind: 'loaded', models: [...models.values()].map(factsOf) });
  }

  /** The thread ends by itself once nothing is open; what is asked of a model that was closed fails. */
  async function close(): Promise<void> {
    isClosing = true;
    await loading;
    await Promise.allSettled([...models.values()].map((model) => model.close()));
    port.close();
  }

  function trainerOf(name: ModelName): Trainer {
    const trainer = trainers.get(name);
    if (trainer) return trainer;
    throw new Error(`no trainer by this name, expected one of ${[...trainers.keys()].join(', ')}`);
  }

  /** What waited too long while the thread was busy is left: nobody is there for the answer. */
  async function respond({ id, model, query, deadline }: Ask): Promise<void> {
    if (clock() > deadline) return;
    try {
      const asked = models.get(model);
      if (!asked) throw new Error('it is not loaded');
      answer({ id, ranking: packer.pack(await asked.rank(query)) });
    } catch (error) {
      answer({ id, failure: messageOf(error) });
    }
  }
}

function factsOf({ name, size, itemVectors }: LearnedModel): ModelFacts {
  if (!itemVectors) return { name, size };
  return { name, size, itemVectors: { ...itemVectors, values: ownFloats(itemVectors.values) } };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
