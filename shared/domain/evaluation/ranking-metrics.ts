/**
 * Where the targets came on a list: places from 0, ascending, each target at most once. All figures below are of one
 * list, between 0 and 1, higher is better; of many lists the mean is taken.
 */
export type Places = readonly number[];

export function placesOf(ranked: readonly string[], targets: ReadonlySet<string>): Places {
  const places: number[] = [];
  const found = new Set<string>();
  for (const [place, itemId] of ranked.entries()) {
    if (!targets.has(itemId) || found.has(itemId)) continue;
    found.add(itemId);
    places.push(place);
    if (found.size === targets.size) break;
  }
  return places;
}

function hits(places: Places, cutoff: number): number {
  return places.filter((place) => place < cutoff).length;
}

/** 1 where any target is among the first `cutoff`. With one target a list this is recall (Deshpande & Karypis 2004). */
export function hitRate(places: Places, cutoff: number): number {
  return hits(places, cutoff) > 0 ? 1 : 0;
}

/** Share of the targets that are among the first `cutoff`, of no more than fit there. */
export function recall(places: Places, targets: number, cutoff: number): number {
  return hits(places, cutoff) / Math.min(targets, cutoff);
}

/** Share of `cutoff` places that a target holds; a list that is too short is not forgiven. */
export function precision(places: Places, cutoff: number): number {
  return hits(places, cutoff) / cutoff;
}

/** 1 ÷ the rank of the first target, 0 behind `cutoff` (Voorhees 1999; as sessions are judged, Hidasi 2016). */
export function reciprocalRank(places: Places, cutoff: number): number {
  const first = places[0] ?? cutoff;
  return first < cutoff ? 1 / (first + 1) : 0;
}

/** Gains of 1 ÷ log₂(rank + 1) over those of the best possible list (Järvelin & Kekäläinen 2002). */
export function ndcg(places: Places, targets: number, cutoff: number): number {
  let gain = 0;
  for (const place of places) if (place < cutoff) gain += gainAt(place);
  let ideal = 0;
  for (let place = 0; place < Math.min(targets, cutoff); place += 1) ideal += gainAt(place);
  return gain / ideal;
}

function gainAt(place: number): number {
  return 1 / Math.log2(place + 2);
}
