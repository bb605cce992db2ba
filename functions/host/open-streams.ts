import type { ServerResponse } from 'node:http';

/** Ends what nobody asks for any more. */
export function letGo(iterator: AsyncIterator<unknown>): void {
  iterator.return?.().catch(() => undefined);
}

/** Resolves when a response takes more, or is over. */
export function writable(outgoing: ServerResponse): Promise<void> {
  if (!outgoing.writableNeedDrain || outgoing.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const proceed = () => {
      outgoing.off('drain', proceed).off('close', proceed);
      resolve();
    };
    outgoing.on('drain', proceed).on('close', proceed);
  });
}

/** The answers that are being written piece by piece. */
export class OpenStreams {
  readonly #ends = new Set<() => void>();
  #isClosed = false;

  /**
   * Writes pieces as they come, no faster than the client takes them, until they end, it goes away or all streams are
   * closed. A failure cuts the connection: the client must not take what it has for the whole.
   */
  async pour(pieces: AsyncIterable<string>, outgoing: ServerResponse): Promise<void> {
    const iterator = pieces[Symbol.asyncIterator]();
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      this.#ends.delete(end);
      letGo(iterator);
      outgoing.end();
    };
    this.#ends.add(end);
    outgoing.once('close', end);
    if (this.#isClosed || outgoing.destroyed) end();
    try {
      while (!isOver) {
        const { done, value } = await iterator.next();
        if (done) end();
        else if (!isOver && !outgoing.write(value)) await writable(outgoing);
      }
    } catch {
      outgoing.destroy();
    }
  }

  /** Ends all that are open, and at once any that comes later. */
  close(): void {
    this.#isClosed = true;
    for (const end of this.#ends) end();
  }
}
