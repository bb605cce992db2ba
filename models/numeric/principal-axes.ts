import { seededRandom } from '../../shared/domain/random.js';
import { floatAt, singleAt } from './read.js';

export interface AxesOptions {
  /** How many axes to find; at most `dimension`. */
  readonly count: number;
  readonly seed: number;
}

const rounds = 8;

/**
 * The orthonormal directions along which rows differ most from zero, strongest first: count × dimension, row-major.
 * Subspace iteration on the matrix of second moments, uncentred, so that empty rows stay at the origin (Halko, Martinsson
 * & Tropp, "Finding structure with randomness", 2011). O(rows · dimension² + rounds · dimension² · count).
 */
export function principalAxes(
  rows: Float32Array,
  dimension: number,
  { count, seed }: AxesOptions,
): Float32Array {
  const moments = secondMoments(rows, dimension);
  const random = seededRandom(seed);
  let axes = Float64Array.from({ length: count * dimension }, () => random() - 0.5);
  for (let round = 0; round < rounds; round += 1) {
    axes = timesMoments(axes, moments, dimension);
    orthonormalise(axes, dimension, random);
  }
  return Float32Array.from(axes);
}

/** Σ row ⊗ row; what is zero in a row costs nothing. */
function secondMoments(rows: Float32Array, dimension: number): Float64Array {
  const moments = new Float64Array(dimension * dimension);
  const [places, values] = [new Int32Array(dimension), new Float64Array(dimension)];
  for (let start = 0; start < rows.length; start += dimension) {
    let filled = 0;
    for (let place = 0; place < dimension; place += 1) {
      const value = singleAt(rows, start + place);
      if (value === 0) continue;
      places[filled] = place;
      values[filled] = value;
      filled += 1;
    }
    addOuter(moments, places.subarray(0, filled), values);
  }
  return moments;
}

function addOuter(moments: Float64Array, places: Int32Array, values: Float64Array): void {
  const dimension = Math.sqrt(moments.length);
  places.forEach((row, at) => {
    const [value, offset] = [floatAt(values, at), row * dimension];
    places.forEach((column, other) => {
      const place = offset + column;
      moments[place] = floatAt(moments, place) + value * floatAt(values, other);
    });
  });
}

function timesMoments(
  axes: Float64Array,
  moments: Float64Array,
  dimension: number,
): Float64Array<ArrayBuffer> {
  const product = new Float64Array(axes.length);
  for (let start = 0; start < axes.length; start += dimension) {
    for (let row = 0; row < dimension; row += 1) {
      const value = floatAt(axes, start + row);
      const offset = row * dimension;
      for (let column = 0; column < dimension; column += 1) {
        const place = start + column;
        product[place] = floatAt(product, place) + value * floatAt(moments, offset + column);
      }
    }
  }
  return product;
}

/** Gram–Schmidt, twice for accuracy; an axis that vanishes (fewer directions than axes) is drawn anew. */
function orthonormalise(axes: Float64Array, dimension: number, random: () => number): void {
  for (let start = 0; start < axes.length; start += dimension) {
    const axis = axes.subarray(start, start + dimension);
    const before = axes.subarray(0, start);
    if (!settle(axis, before)) {
      for (let place = 0; place < dimension; place += 1) axis[place] = random() - 0.5;
      settle(axis, before);
    }
  }
}

function settle(axis: Float64Array, before: Float64Array): boolean {
  if (!toUnit(axis)) return false;
  removeParts(axis, before);
  if (!toUnit(axis)) return false;
  removeParts(axis, before);
  return toUnit(axis);
}

function removeParts(axis: Float64Array, others: Float64Array): void {
  const dimension = axis.length;
  for (let start = 0; start < others.length; start += dimension) {
    let part = 0;
    for (let place = 0; place < dimension; place += 1) {
      part += floatAt(axis, place) * floatAt(others, start + place);
    }
    for (let place = 0; place < dimension; place += 1) {
      axis[place] = floatAt(axis, place) - part * floatAt(others, start + place);
    }
  }
}

/** False where nothing but rounding is left. */
function toUnit(axis: Float64Array): boolean {
  let squares = 0;
  for (const value of axis) squares += value * value;
  const length = Math.sqrt(squares);
  if (length < 1e-9) return false;
  for (let place = 0; place < axis.length; place += 1) axis[place] = floatAt(axis, place) / length;
  return true;
}
