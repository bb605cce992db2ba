import type { ScoredItem } from '../../shared/domain/ranking.js';
import { floatAt, integerAt } from '../numeric/read.js';
import { Shortlist } from '../numeric/shortlist.js';
import type { ItemRows } from './item-rows.js';
import { blockRows, type QuantisedRows } from './quantised-rows.js';

/** The same rows twice. */
export interface Rows {
  readonly exact: ItemRows;
  readonly quantised: QuantisedRows;
}

export interface Ask {
  /** Of unit length. */
  readonly query: Float64Array;
  readonly limit: number;
  accept(itemId: string): boolean;
}

/** Bytes of rows, about a millisecond's work, after which others may have their turn. */
const scanBytes = 2 ** 24;
/** Rows to look at, after which others may have their turn. */
const lookRows = 2_048;

/**
 * The accepted rows with the highest cosines, best first, ties by id. A scan of the quantised rows gives each an upper
 * bound of its cosine; rows are then looked at exactly in the order of their bounds, in growing batches, until no
 * bound that is left reaches the worst cosine chosen. So the answer is that of looking at all (the threshold algorithm
 * of Fagin, Lotem and Naor, "Optimal aggregation algorithms for middleware", 2003), with a filter or without.
 * `turn` lets others have theirs; the rows must not change meanwhile.
 */
export async function findNearest(
  rows: Rows,
  ask: Ask,
  turn: () => Promise<void>,
): Promise<readonly ScoredItem[]> {
  const { exact, quantised } = rows;
  const capacity = Math.min(ask.limit, exact.size);
  if (capacity <= 0) return [];
  await scan(quantised, ask.query, turn);
  const shortlist = new Shortlist(capacity, (a, b) => exact.itemOf(a) < exact.itemOf(b));
  const look = looker(rows, ask, { shortlist, turn });
  // Without a filter the best are among the first few more than asked for.
  let high = Number.POSITIVE_INFINITY;
  for (let count = 2 * capacity + 32; shortlist.floor < high && high > -1; count *= 4) {
    const low = Math.max(quantised.boundOf(count), shortlist.floor - tiny);
    await look(low, high);
    high = low;
  }
  const { keys, scores } = shortlist.bestFirst();
  return Array.from(keys, (row, at) => ({ itemId: exact.itemOf(row), score: floatAt(scores, at) }));
}

/** Bounds are f32: what is rounded up from a score must not pass it by. */
const tiny = 1e-6;

async function scan(
  quantised: QuantisedRows,
  query: Float64Array,
  turn: () => Promise<void>,
): Promise<void> {
  const atATime = Math.max(1, Math.floor(scanBytes / quantised.blockBytes));
  quantised.aim(query);
  for (let block = 0; block < quantised.blocks; block += 1) {
    if (block > 0 && block % atATime === 0) await turn();
    quantised.scan(block);
  }
}

/** Offers the shortlist those rows whose bounds are at least `low` and below `high`. */
function looker(
  { exact, quantised }: Rows,
  { query, accept }: Ask,
  { shortlist, turn }: { readonly shortlist: Shortlist; readonly turn: () => Promise<void> },
) {
  function offer(row: number): void {
    if (!shortlist.takes(row, quantised.bound(row)) || !accept(exact.itemOf(row))) return;
    const score = exact.cosine(row, query);
    if (shortlist.takes(row, score)) shortlist.enter(row, score);
  }
  let looked = 0;
  return async (low: number, high: number) => {
    for (let block = 0; block < quantised.blocks; block += 1) {
      const found = quantised.collect(block, low, high);
      for (let at = 0; at < found.length; at += 1) {
        offer(block * blockRows + integerAt(found, at));
      }
      looked += found.length;
      if (looked < lookRows) continue;
      looked = 0;
      await turn();
    }
  };
}
