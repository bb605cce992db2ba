import { floatAt, integerAt, singleAt } from '../../../numeric/read.js';
import type { PartName } from '../parts/part-name.js';

/** What a part says in a case: of the candidates at `places`, best first, log(score ÷ best), so 0 for the best. */
export interface PartColumn {
  readonly places: Int32Array;
  readonly logits: Float32Array;
}

/** A held-out case as the search for weights reads it. */
export interface CaseTable {
  /** Number of candidates. */
  readonly size: number;
  /** Places of what came next; −1 where no part names it. */
  readonly targets: readonly number[];
  readonly columns: ReadonlyMap<PartName, PartColumn>;
}

export interface Scored {
  readonly item: number;
  /** On a logarithmic scale. */
  readonly score: number;
}

/** Lines up what the parts say, each best first, in one table. */
export function tabulate(
  parts: ReadonlyMap<PartName, readonly Scored[]>,
  targets: readonly number[],
): CaseTable {
  const places = new Map<number, number>();
  const placeOf = (item: number): number => {
    const place = places.get(item) ?? places.size;
    places.set(item, place);
    return place;
  };
  const columns = new Map<PartName, PartColumn>();
  for (const [name, scored] of parts) {
    const best = scored[0]?.score ?? 0;
    columns.set(name, {
      places: Int32Array.from(scored, ({ item }) => placeOf(item)),
      logits: Float32Array.from(scored, ({ score }) => score - best),
    });
  }
  return {
    size: places.size,
    targets: targets.map((item) => places.get(item) ?? -1),
    columns,
  };
}

/** NDCG of the targets among all candidates; equals share their places, and what scores nothing has none. */
export function gainOf({ size, targets }: CaseTable, scores: Float64Array): number {
  const ranks = targets.map((target) => rankOf(target, scores.subarray(0, size)));
  const found = ranks.reduce((sum, rank) => sum + 1 / Math.log2(rank + 1), 0);
  const ideal = targets.reduce((sum, _, at) => sum + 1 / Math.log2(at + 2), 0);
  return ideal === 0 ? 0 : found / ideal;
}

function rankOf(target: number, scores: Float64Array): number {
  const own = floatAt(scores, target);
  if (own <= 0) return Number.POSITIVE_INFINITY;
  let rank = 0.5;
  for (const score of scores) {
    if (score > own) rank += 1;
    else if (score === own) rank += 0.5;
  }
  return rank;
}

/** How steep a part must be made so that its 20th stands e² below its best, mean over the tables; 1 where none has. */
export function naturalSharpness(tables: readonly CaseTable[], name: PartName): number {
  const steep = 2;
  const place = 19;
  let fall = 0;
  let counted = 0;
  for (const { columns } of tables) {
    const logit = columns.get(name)?.logits[place];
    if (logit === undefined) continue;
    fall -= logit;
    counted += 1;
  }
  return fall > 0 ? (steep * counted) / fall : 1;
}

/** Adds what a part says, weighted, to the scores of the candidates. */
export function addColumn(
  { places, logits }: PartColumn,
  { weight, sharpness }: { readonly weight: number; readonly sharpness: number },
  scores: Float64Array,
): void {
  for (let at = 0; at < places.length; at += 1) {
    const place = integerAt(places, at);
    scores[place] = floatAt(scores, place) + weight * Math.exp(sharpness * singleAt(logits, at));
  }
}
