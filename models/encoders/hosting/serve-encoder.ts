import { ownFloats } from '../../recommenders/serving/own-buffers.js';
import type { BatchEncoder } from './batch-encoder.js';
import type { Batch, EncodedBatch, EncoderSource, FromThread, ToThread } from './messages.js';

interface Port {
  on(event: 'message', listener: (message: ToThread) => void): unknown;
  postMessage(message: FromThread): void;
  close(): void;
}

/** What an encoder thread does: opens the encoder that it is told, then encodes what it is sent, one after the other. */
export function serveEncoder(
  port: Port,
  open: (source: EncoderSource) => Promise<BatchEncoder>,
): void {
  let encoder: BatchEncoder | undefined;
  const work = async (message: ToThread): Promise<void> => {
    if (message.kind === 'open') {
      encoder = await open(message.source);
      port.postMessage({ kind: 'opened', device: encoder.device });
    } else if (message.kind === 'encode') {
      port.postMessage({ kind: 'encoded', encoded: await encode(encoder, message.batch) });
    } else {
      await close();
    }
  };
  /** The thread ends by itself once nothing is open. */
  const close = async () => {
    try {
      await encoder?.close();
    } finally {
      port.close();
    }
  };
  let last: Promise<void> = Promise.resolve();
  port.on('message', (message) => {
    last = last
      .then(() => work(message))
      .catch((error) => port.postMessage({ kind: 'failed', message: messageOf(error) }));
  });
}

async function encode(encoder: BatchEncoder | undefined, batch: Batch): Promise<EncodedBatch> {
  const encoded =
    'texts' in batch
      ? await encoder?.encodeTexts?.(batch.texts)
      : await encoder?.encodePictures?.(batch.pictures);
  if (encoded === undefined) throw new Error(`it encodes no ${Object.keys(batch).join()}`);
  return { ...encoded, vectors: ownFloats(encoded.vectors) };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
