import type {
  DeviceReport,
  Encoded,
  EncodedTexts,
  Picture,
} from '../../../shared/ports/encoders.js';

/** An encoder where it runs: it works on the spot, batch by batch, and only on what it knows. */
export interface BatchEncoder {
  /** The processor where absent. */
  readonly device?: DeviceReport;
  encodeTexts?(texts: readonly string[]): Promise<EncodedTexts>;
  encodePictures?(pictures: readonly Picture[]): Promise<Encoded>;
  close(): Promise<void>;
}
