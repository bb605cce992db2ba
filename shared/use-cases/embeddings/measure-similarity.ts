import { AppError } from '../../domain/errors.js';
import { cosine } from '../../domain/vectors.js';
import type { EmbedTexts } from './embed-texts.js';

/** A text, or a vector of finite numbers. */
type Comparable = string | readonly number[];

/**
 * The cosine of what two texts or vectors stand for, in [-1, 1]. Throws `invalid` for vectors of different lengths, and for
 * what has no direction: a zero vector, or a text in which the encoder finds nothing.
 */
export type MeasureSimilarity = (a: Comparable, b: Comparable) => Promise<number>;

export function makeMeasureSimilarity(dependencies: {
  readonly embedTexts: EmbedTexts;
}): MeasureSimilarity {
  const { embedTexts } = dependencies;
  const vectorOf = async (value: Comparable): Promise<ArrayLike<number>> => {
    if (!isText(value)) return value;
    const [embedded] = await embedTexts.embed([value]);
    return embedded?.vector ?? [];
  };
  return async (a, b) => {
    requireEqualLengths(lengthOf(a, embedTexts), lengthOf(b, embedTexts));
    const [left, right] = await Promise.all([vectorOf(a), vectorOf(b)]);
    const similarity = cosine(left, right);
    if (similarity === undefined) throw withoutDirection();
    return similarity;
  };
}

const isText = (value: Comparable): value is string => typeof value === 'string';

const lengthOf = (value: Comparable, { space }: EmbedTexts) =>
  isText(value) ? space.dimensions : value.length;

function requireEqualLengths(a: number, b: number): void {
  if (a === b) return;
  throw new AppError('invalid', `expected vectors of one length, got ${a} and ${b} numbers`);
}

const withoutDirection = () =>
  new AppError('invalid', 'expected vectors that are not zero, and texts with words in them');
