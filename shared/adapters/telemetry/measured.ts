import { AppError } from '../../domain/errors.js';
import type { ArtifactStore } from '../../ports/artifact-store.js';
import type { ImageFetcher } from '../../ports/image-fetcher.js';
import type { Telemetry } from '../../ports/runtime.js';
import type { ShoppingSearch } from '../../ports/shopping-search.js';
import type { TaskQueue } from '../../ports/task-queue.js';

interface Call {
  readonly target: string;
  readonly name: string;
}

/** Reports each look-up of a provider; the time includes waiting for a turn and tries. */
export function measuredShoppingSearch(
  inner: ShoppingSearch,
  telemetry: Telemetry,
): ShoppingSearch {
  const call = { target: 'shopping provider', name: 'search' };
  return {
    search: (query, signal) => measured(telemetry, call, () => inner.search(query, signal), signal),
  };
}

/** Reports each picture that is fetched. */
export function measuredImageFetcher(inner: ImageFetcher, telemetry: Telemetry): ImageFetcher {
  const call = { target: 'web', name: 'GET picture' };
  return {
    fetch: (url, signal) => measured(telemetry, call, () => inner.fetch(url, signal), signal),
  };
}

/** Reports each message that is sent; `target`: what carries them. */
export function measuredTaskQueue<Queue extends TaskQueue>(
  inner: Queue,
  target: string,
  telemetry: Telemetry,
): Queue {
  const send: TaskQueue['send'] = (queue, message, delayMs) =>
    measured(telemetry, { target, name: `send ${queue}` }, () =>
      inner.send(queue, message, delayMs),
    );
  return { ...inner, send };
}

/** Reports each call of a store of artifacts that is elsewhere; `target`: what keeps them. */
export function measuredArtifactStore(
  inner: ArtifactStore,
  target: string,
  telemetry: Telemetry,
): ArtifactStore {
  const told = <T>(name: string, work: () => Promise<T>) =>
    measured(telemetry, { target, name }, work);
  return {
    write: (path, content) => told('write', () => inner.write(path, content)),
    read: (path) => told('read', () => inner.read(path)),
    list: (prefix) => told('list', () => inner.list(prefix)),
    removeAll: (prefix) => told('remove', () => inner.removeAll(prefix)),
    pointer: (name) => told('read pointer', () => inner.pointer(name)),
    movePointer: (name, value, expected) =>
      told('move pointer', () => inner.movePointer(name, value, expected)),
  };
}

async function measured<T>(
  telemetry: Telemetry,
  call: Call,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const startedMs = performance.now();
  const tell = (outcome: { readonly isOk: boolean; readonly result: string }) =>
    telemetry.dependency({ ...call, durationMs: performance.now() - startedMs, ...outcome });
  try {
    const done = await work();
    tell({ isOk: true, result: 'ok' });
    return done;
  } catch (error) {
    // Whoever has left says nothing against who was asked.
    tell(signal?.aborted ? { isOk: true, result: 'left' } : { isOk: false, result: codeOf(error) });
    throw error;
  }
}

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : 'failed');
