import type { DeviceReport, Picture } from '../../../shared/ports/encoders.js';
import type { OnnxModel } from '../onnx/onnx-model.js';

/** What is encoded together: texts or pictures, in order. */
export type Batch =
  | { readonly texts: readonly string[] }
  | { readonly pictures: readonly Picture[] };

export interface EncodedBatch {
  /** As many rows as the batch has members, row-major, in a buffer of its own. */
  readonly vectors: Float32Array;
  /** By row, for texts. */
  readonly truncated?: readonly boolean[];
}

/** What a thread makes an encoder of. */
export type EncoderSource =
  | { readonly kind: 'built-in-text' | 'built-in-image' }
  | ({ readonly kind: 'sentence' | 'clip' } & OnnxModel);

/** What goes to an encoder thread: first one `open`, then batches, one at a time, at last one `close`. */
export type ToThread =
  | { readonly kind: 'open'; readonly source: EncoderSource }
  | { readonly kind: 'encode'; readonly batch: Batch }
  | { readonly kind: 'close' };

export type FromThread =
  | { readonly kind: 'opened'; readonly device?: DeviceReport | undefined }
  | { readonly kind: 'encoded'; readonly encoded: EncodedBatch }
  /** Of what was asked last. */
  | { readonly kind: 'failed'; readonly message: string };
