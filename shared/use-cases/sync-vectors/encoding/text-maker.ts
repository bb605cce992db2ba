import { textOf } from '../../../domain/item-text.js';
import type { TextEncoder } from '../../../ports/encoders.js';
import { type Pause, patiently } from './patiently.js';
import { madeOf, type VectorMaker } from './vector-maker.js';

const kind = 'text';

/** Vectors of what items say of themselves. */
export const textMaker = (encoder: TextEncoder, pause: Pause): VectorMaker => ({
  kind,
  get space() {
    return encoder.space;
  },
  async make(items, signal) {
    const texts = items.map(textOf);
    const encoded = await patiently(() => encoder.encode(texts, signal), pause, signal);
    return madeOf({ kind, space: encoder.space }, items, encoded);
  },
});
