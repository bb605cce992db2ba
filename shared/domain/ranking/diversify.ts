import type { ScoredItem } from '../ranking.js';
import { type Likeness, type Similarity, similarityOf } from './similarity.js';

/** Places that are rearranged; below them the order stays. The time grows with their square. */
export const diversifiedPlaces = (diversity: number): number => Math.round(20 + 80 * diversity);

/**
 * Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): each place goes to the item with the most to
 * add. With λ = 1 − `diversity` and scores as shares of the best one, that is score^λ × (1 − diversity × likeness to
 * the nearest item above): at 0 the score alone, at 1 unlikeness alone. A product instead of the paper's difference,
 * because scores of counting models fall by orders of magnitude and any fixed difference would drown them.
 * The scores given back are those values, on the scale of the best score: they still fall from place to place, and
 * a score of 0 stays 0. Candidates come best first.
 */
export function diversify<T extends ScoredItem>(
  candidates: readonly T[],
  diversity: number,
  likenessOf: (itemId: string) => Likeness,
): readonly T[] {
  if (diversity === 0 || candidates.length < 2) return candidates;
  const places = diversifiedPlaces(diversity);
  const head = candidates.slice(0, places);
  const similarity = similarityOf(head.map((each) => likenessOf(each.itemId)));
  const chosen = choose(head, diversity, similarity);
  const tail = candidates.slice(places);
  return tail.length === 0 ? chosen : [...chosen, ...below(chosen.at(-1), tail)];
}

/** The rest, lowered alike as far as it takes to stay below what was rearranged. */
function below<T extends ScoredItem>(last: T | undefined, tail: readonly T[]): readonly T[] {
  const top = tail[0]?.score ?? 0;
  if (!last || top <= last.score) return tail;
  const share = last.score / top;
  return tail.map((each) => ({ ...each, score: each.score * share }));
}

function choose<T extends ScoredItem>(
  head: readonly T[],
  diversity: number,
  similarity: Similarity,
): T[] {
  const scores = relevances(head, 1 - diversity);
  const nearest = new Float64Array(head.length);
  const places = head.map((_, place) => place);
  const chosen: T[] = [];
  while (places.length > 0) {
    const at = bestOf(places, scores, nearest, diversity);
    const [place = 0] = places.splice(at, 1);
    const candidate = head[place];
    if (candidate) chosen.push({ ...candidate, score: reduced(place, scores, nearest, diversity) });
    for (const other of places) {
      const known = nearest[other] ?? 0;
      nearest[other] = Math.max(known, similarity(place, other, known));
    }
  }
  return chosen;
}

function relevances(head: readonly ScoredItem[], exponent: number): Float64Array {
  const top = head[0]?.score ?? 0;
  return Float64Array.from(head, ({ score }) =>
    score === 0 ? 0 : top * (score / top) ** exponent,
  );
}

function reduced(place: number, scores: Float64Array, nearest: Float64Array, diversity: number) {
  return (scores[place] ?? 0) * (1 - diversity * (nearest[place] ?? 0));
}

/** Equals keep the order they came in, which is by score and id. */
function bestOf(
  places: readonly number[],
  scores: Float64Array,
  nearest: Float64Array,
  diversity: number,
): number {
  let best = 0;
  let bestScore = -1;
  for (let at = 0; at < places.length; at += 1) {
    const score = reduced(places[at] ?? 0, scores, nearest, diversity);
    if (score > bestScore) {
      best = at;
      bestScore = score;
    }
  }
  return best;
}
