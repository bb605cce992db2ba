import type { DeviceReport, ImageEncoder, TextEncoder } from '../../shared/ports/encoders.js';

/** An encoder and what it computes on, which may only be known once it has been used. */
export interface Served<Encoder> {
  readonly encoder: Encoder;
  device(): DeviceReport;
}

/** What a server has to offer; it has no routes for what is missing. */
export interface ServedEncoders {
  readonly text?: Served<TextEncoder>;
  readonly image?: Served<ImageEncoder>;
}
