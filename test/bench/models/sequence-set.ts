import { eventKinds } from '../../../shared/domain/event.js';
import type { Item } from '../../../shared/domain/item.js';
import type { TrainingSet } from '../../../shared/ports/training.js';
import { startMs } from '../quality/sessions.js';

/** Sequences without times as a training set, one shopper each: views, evenly spread over `spanMs`. */
export function sequenceSet(
  sequences: readonly (readonly string[])[],
  spanMs: number,
  describe: (id: string) => Partial<Item> = () => ({}),
): TrainingSet {
  const numbers = new Map<string, number>();
  for (const id of sequences.flat()) if (!numbers.has(id)) numbers.set(id, numbers.size);
  const starts = [0];
  for (const { length } of sequences) starts.push((starts.at(-1) ?? 0) + length);
  const item = Int32Array.from(sequences.flat(), (id) => numbers.get(id) ?? 0);
  return {
    items: Array.from(numbers.keys(), (id) => ({
      ...{ id, name: id, categories: [], tags: [], attributes: {} },
      ...{ isActive: true, createdAt: startMs },
      ...describe(id),
    })),
    shoppers: { ids: sequences.map((_, at) => `s${at}`), traits: new Map() },
    events: {
      starts: Int32Array.from(starts),
      item,
      kind: new Uint8Array(item.length).fill(eventKinds.indexOf('view')),
      weight: new Float32Array(item.length).fill(1),
      ts: Float64Array.from(item, (_, at) => startMs + Math.floor((spanMs * at) / item.length)),
    },
  };
}
