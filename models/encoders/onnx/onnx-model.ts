import type { Device } from '../../../shared/ports/encoders.js';

/** A learned encoder as files. */
export interface OnnxModel {
  /** Where its files lie, each at the path that the manifest gives it. */
  readonly folder: string;
  readonly dimensions: number;
  /** Longer texts are cut. */
  readonly maxTokens: number;
  /** Where it is to compute, if that can be had. */
  readonly device: Device;
}
