import type { VectorSpace } from '../domain/vector-space.js';

/** Row r is what was encoded r-th. */
export interface Encoded {
  /** rows × dimensions, row-major; each row of unit length, or all zeros where there was nothing to encode. */
  readonly vectors: Float32Array;
}

export interface EncodedTexts extends Encoded {
  /** By row: whether the end of the text was left out, being longer than the encoder reads. */
  readonly truncated: readonly boolean[];
}

export interface TextEncoder {
  readonly space: VectorSpace;
  /** Off the event loop. Rejects with `overloaded` where too many wait, with the signal's reason when aborted. */
  encode(texts: readonly string[], signal?: AbortSignal): Promise<EncodedTexts>;
  close(): Promise<void>;
}

/** A picture as pixels. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** height × width × 3, row-major, sRGB, each 0 to 255. */
  readonly pixels: Uint8Array;
}

export interface ImageEncoder {
  readonly space: VectorSpace;
  /** The longer side that pictures should be scaled down to before they come here. */
  readonly pictureSize: number;
  /** As `TextEncoder.encode`. */
  encode(pictures: readonly Picture[], signal?: AbortSignal): Promise<Encoded>;
  /** Texts in the space of the pictures, for models that know both. */
  encodeTexts?(texts: readonly string[], signal?: AbortSignal): Promise<EncodedTexts>;
  close(): Promise<void>;
}

/** How it stands with the encoder of one job. */
export interface EncoderStatus {
  readonly job: 'text' | 'image';
  /** Of the space that vectors are made in. */
  readonly model: string;
  /** Whether another model than the built-in one was asked for. */
  readonly isConfigured: boolean;
  /** Whether the built-in one stands in for a model that could not be loaded. */
  readonly isFallback: boolean;
  /** Why it stands in, or why nothing can be encoded at the moment. */
  readonly reason?: string;
  readonly device: DeviceReport;
}

export type Device = 'cuda' | 'cpu';

/** For whoever asks how fast this can be. */
export interface DeviceReport {
  /** What it computes on. */
  readonly device: Device;
  /** Why that is not what was wanted; absent where it is. */
  readonly reason?: string;
}

/** One encoder for each job, in one space for as long as the process lives. */
export interface Encoders {
  readonly text: TextEncoder;
  readonly image: ImageEncoder;
  status(): readonly EncoderStatus[];
  /** How many texts and pictures wait to be encoded in this process. */
  waiting?(): Readonly<Record<EncoderStatus['job'], number>>;
  /** How it stands with the server that encodes, where one does. */
  server?(): ServerHealth;
  close(): Promise<void>;
}

/** What the last request tells of an inference server. */
export interface ServerHealth {
  readonly isReachable: boolean;
  /** Why not, or why no vectors of it are used. */
  readonly reason?: string;
}

export interface PictureOptions {
  /** Longer side of the result; smaller pictures stay as they are. */
  readonly size: number;
  /** In pixels of the upright picture. */
  readonly crop?: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

/** Makes pixels of image files, whatever their name says they are. */
export interface PictureReader {
  /**
   * Upright (EXIF), first frame, on white where transparent. Throws `unsupported-media-type` for what is no JPEG, PNG, WebP or
   * GIF, `too-large` for too many pixels (told before they are decoded), `invalid` for a damaged file or a crop outside it.
   */
  read(file: Uint8Array, options: PictureOptions): Promise<Picture>;
}

/** Makes pixels of a drawing (SVG) that this house made itself: never of what somebody sent, which might read files. */
export interface DrawingReader {
  /** Its longer side `size`, on white where it is transparent. Throws `invalid` for what is no drawing. */
  read(drawing: string, size: number): Promise<Picture>;
}
