import type { ServerResponse } from 'node:http';
import { ReadableStream } from 'node:stream/web';
import { letGo, writable } from './open-streams.js';

/**
 * Pieces as the Functions library reads them: it neither waits for a slow client nor sees one leave, and a failure would
 * leave the client waiting, so all that is done here.
 */
export function azureStream(
  pieces: AsyncIterable<string>,
  outgoing: ServerResponse | undefined,
): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let isOver = false;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const leave = () => {
          if (isOver) return;
          isOver = true;
          letGo(iterator);
          controller.close();
        };
        outgoing?.once('close', leave);
        if (outgoing?.destroyed) leave();
      },
      async pull(controller) {
        try {
          // They are set by the first read, and need not wait for the first piece.
          outgoing?.flushHeaders();
          if (outgoing) await writable(outgoing);
          const { done, value } = await iterator.next();
          if (isOver) return;
          if (!done) controller.enqueue(encoder.encode(value));
          else {
            isOver = true;
            controller.close();
          }
        } catch (error) {
          if (!outgoing) throw error;
          outgoing.destroy();
        }
      },
      cancel: () => letGo(iterator),
    },
    { highWaterMark: 0 },
  );
}
