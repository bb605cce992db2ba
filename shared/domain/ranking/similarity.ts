/** What two items of a list have in common is judged by: categories, and a unit vector where there is one. */
export interface Likeness {
  readonly categories: readonly string[];
  readonly vector?: Float32Array | undefined;
}

/** How alike two places of a list are, 0..1, symmetric; 0 for whatever cannot be more than `known`. */
export type Similarity = (left: number, right: number, known: number) => number;

/**
 * The share of categories that two items have in common (Jaccard); of those that share some, items whose vectors
 * point apart count half. Where either has no category, the vectors alone decide. Most pairs of a list share no
 * category, so most vectors are never multiplied.
 */
export function similarityOf(likenesses: readonly Likeness[]): Similarity {
  const numbers = new Map<string, number>();
  const categories = likenesses.map((each) => each.categories.map((name) => number(name, numbers)));
  const vectors = likenesses.map(({ vector }) => vector && directed(vector));
  return (left, right, known) => {
    const mine = categories[left] ?? [];
    const others = categories[right] ?? [];
    const isUnfiled = mine.length === 0 || others.length === 0;
    const overlap = isUnfiled ? 1 : jaccard(mine, others);
    if (overlap <= known) return 0;
    const cosine = cosineOf(vectors[left], vectors[right]);
    if (isUnfiled) return cosine ?? 0;
    return cosine === undefined ? overlap : (overlap * (1 + cosine)) / 2;
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

interface Directed {
  readonly vector: Float32Array;
  /** Where it is not zero, and what stands there. */
  readonly places: Uint16Array;
  readonly values: Float32Array;
}

/** A vector never changes once it was given, and the same ones are asked for again and again. */
const directedVectors = new WeakMap<Float32Array, Directed>();

/** Vectors of hashed words are zero nearly everywhere: to skip that makes the products ten times as fast. */
function directed(vector: Float32Array): Directed {
  const before = directedVectors.get(vector);
  if (before) return before;
  const filled: number[] = [];
  for (let at = 0; at < vector.length; at += 1) if (vector[at] !== 0) filled.push(at);
  const isDense = 2 * filled.length > vector.length;
  const made = isDense ? denseOf(vector) : sparseOf(vector, filled);
  directedVectors.set(vector, made);
  return made;
}

function sparseOf(vector: Float32Array, filled: readonly number[]): Directed {
  const places = Uint16Array.from(filled);
  return { vector, places, values: Float32Array.from(filled, (at) => vector[at] ?? 0) };
}

/** Learned vectors are full: they stay where they are, and share the places, which are all. */
function denseOf(vector: Float32Array): Directed {
  const known = allPlaces.get(vector.length);
  const places = known ?? Uint16Array.from(vector, (_, at) => at);
  if (known === undefined) allPlaces.set(vector.length, places);
  return { vector, places, values: vector };
}

/** By length of the vectors; a shop has one or two. */
const allPlaces = new Map<number, Uint16Array>();

/** Opposite vectors count as unlike: 0. */
function cosineOf(left: Directed | undefined, right: Directed | undefined): number | undefined {
  if (!left || !right) return undefined;
  const [shorter, longer] =
    left.places.length < right.places.length ? [left, right] : [right, left];
  const { places, values } = shorter;
  const { vector } = longer;
  let sum = 0;
  for (let i = 0; i < places.length; i += 1)
    sum += (values[i] ?? 0) * (vector[places[i] ?? 0] ?? 0);
  return Math.max(0, Math.min(1, sum));
}
