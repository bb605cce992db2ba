/** What two items of a list have in common is judged by: categories, and a unit vector where there is one. */
export interface Likeness {
  readonly categories: readonly string[];
  readonly vector?: Float32Array | undefined;
}

/** How alike two places of a list are, 0..1, symmetric. */
export type Similarity = (left: number, right: number) => number;

/**
 * The share of categories that two items have in common (Jaccard), evened with the cosine of their vectors where
 * both have one; opposite vectors count as unlike. Items without categories share none.
 */
export function similarityOf(likenesses: readonly Likeness[]): Similarity {
  const numbers = new Map<string, number>();
  const categories = likenesses.map((each) => each.categories.map((name) => number(name, numbers)));
  const vectors = likenesses.map((each) => each.vector);
  return (left, right) => {
    const overlap = jaccard(categories[left] ?? [], categories[right] ?? []);
    const a = vectors[left];
    const b = vectors[right];
    return a && b ? (overlap + Math.max(0, cosine(a, b))) / 2 : overlap;
  };
}

/** Comparing small integers is several times as fast as comparing names. */
function number(name: string, numbers: Map<string, number>): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}

function jaccard(left: readonly number[], right: readonly number[]): number {
  let shared = 0;
  for (let i = 0; i < left.length; i += 1) {
    for (let j = 0; j < right.length; j += 1) if (left[i] === right[j]) shared += 1;
  }
  return shared === 0 ? 0 : shared / (left.length + right.length - shared);
}

function cosine(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i += 1) sum += (left[i] ?? 0) * (right[i] ?? 0);
  return Math.min(1, sum);
}
