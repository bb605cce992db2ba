import { AppError } from '../../../domain/errors.js';
import type { ArtifactStore } from '../../../ports/artifact-store.js';
import type { NewId } from '../../../ports/runtime.js';
import type { HandleMessage, TaskMessage, TaskQueue } from '../../../ports/task-queue.js';

/** No task is called so. */
const mark = 'claim:';

export interface ClaimCheck {
  /** The same queue, for messages of any size. */
  sending<Queue extends Pick<TaskQueue, 'send'>>(queue: Queue): Queue;
  /** The same handler, given what was sent. */
  opening(handle: HandleMessage): HandleMessage;
}

/**
 * Messages that are larger than a queue takes are kept as artifacts, and their claims travel in their place (the claim
 * check of Hohpe and Woolf, Enterprise Integration Patterns, 2003). What was handled is removed; what is kept aside stays.
 */
export function claimCheck(artifacts: ArtifactStore, newId: NewId): ClaimCheck {
  return {
    sending: (queue) => ({
      ...queue,
      async send(name, message, delayMs) {
        try {
          await queue.send(name, message, delayMs);
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'too-large') throw error;
          await queue.send(name, await checkIn(artifacts, message, newId), delayMs);
        }
      },
    }),
    opening: (handle) => async (delivery) => {
      const path = claimOf(delivery.body);
      if (path === undefined) return handle(delivery);
      const body = await claimed(artifacts, path);
      if (body === undefined) return { kind: 'dead-letter', reason: `nothing lies at ${path}` };
      const settlement = await handle({ ...delivery, body: body.message });
      // A crash before this leaves the artifact behind, and does no harm.
      if (settlement.kind === 'complete') await artifacts.removeAll(path).catch(() => undefined);
      return settlement;
    },
  };
}

async function checkIn(
  artifacts: ArtifactStore,
  message: TaskMessage,
  newId: NewId,
): Promise<TaskMessage> {
  const path = `messages/${newId()}`;
  await artifacts.write(path, Buffer.from(JSON.stringify(message)));
  return { taskId: `${mark}${path}` };
}

function claimOf(body: unknown): string | undefined {
  const isMessage = typeof body === 'object' && body !== null && 'taskId' in body;
  const taskId = isMessage ? body.taskId : undefined;
  const isClaim = typeof taskId === 'string' && taskId.startsWith(`${mark}messages/`);
  return isClaim ? taskId.slice(mark.length) : undefined;
}

/** Undefined where there is nothing. */
async function claimed(
  artifacts: ArtifactStore,
  path: string,
): Promise<{ readonly message: unknown } | undefined> {
  const content = await artifacts.read(path);
  return content && { message: JSON.parse(Buffer.from(content).toString()) as unknown };
}
