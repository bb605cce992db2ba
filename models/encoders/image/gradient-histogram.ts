import { singleAt } from '../../numeric/read.js';
import type { Plane } from './plane.js';

export interface Grid {
  /** Across and down. */
  readonly cells: number;
  /** Directions of an edge, over half a turn: which side of it is brighter does not matter. */
  readonly bins: number;
}

/** More of one direction says no more: what stands out most does not drown the rest. */
const mostShare = 0.2;
const tiny = 1e-3;

/**
 * How edges run in each cell of a square, by strength: histograms of oriented gradients, each cell normalised within the
 * four 2 × 2 blocks it lies in (Dalal & Triggs, "Histograms of oriented gradients for human detection", 2005). The right
 * half is folded onto the left, so that a picture and its mirror image are the same: cells × cells / 2 × bins values.
 * `cells` is even.
 */
export function gradientHistogram(square: Plane, grid: Grid): Float32Array {
  return fold(normalise(collectVotes(square, grid), grid), grid);
}

function collectVotes({ width: size, values }: Plane, grid: Grid): Float32Array {
  const votes = new Votes(grid);
  const perPixel = grid.cells / size;
  for (let row = 1; row < size - 1; row += 1) {
    for (let column = 1; column < size - 1; column += 1) {
      const at = row * size + column;
      const x = singleAt(values, at + 1) - singleAt(values, at - 1);
      const y = singleAt(values, at + size) - singleAt(values, at - size);
      if (x === 0 && y === 0) continue;
      const halfTurns = (Math.atan2(y, x) / Math.PI + 2) % 1;
      votes.direct(halfTurns * grid.bins, Math.sqrt(x * x + y * y));
      votes.add((column + 0.5) * perPixel - 0.5, (row + 0.5) * perPixel - 0.5);
    }
  }
  return votes.sums;
}

/** Shares each vote among the nearest cells and directions, by nearness. */
class Votes {
  readonly sums: Float32Array;
  readonly #grid: Grid;
  #bin = 0;
  #nextBin = 0;
  #strength = 0;
  #nextStrength = 0;

  constructor(grid: Grid) {
    this.#grid = grid;
    this.sums = new Float32Array(grid.cells * grid.cells * grid.bins);
  }

  /** What is added next; the direction is in bins. */
  direct(direction: number, strength: number): void {
    const { bins } = this.#grid;
    const below = Math.floor(direction);
    this.#bin = below % bins;
    this.#nextBin = (below + 1) % bins;
    this.#nextStrength = (direction - below) * strength;
    this.#strength = strength - this.#nextStrength;
  }

  /** The place is in cells, 0 in the middle of the first. */
  add(x: number, y: number): void {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const [right, down] = [x - column, y - row];
    this.#addTo(column, row, (1 - right) * (1 - down));
    this.#addTo(column + 1, row, right * (1 - down));
    this.#addTo(column, row + 1, (1 - right) * down);
    this.#addTo(column + 1, row + 1, right * down);
  }

  #addTo(column: number, row: number, share: number): void {
    const { cells, bins } = this.#grid;
    if (column < 0 || row < 0 || column >= cells || row >= cells) return;
    const cell = (row * cells + column) * bins;
    this.#raise(cell + this.#bin, share * this.#strength);
    this.#raise(cell + this.#nextBin, share * this.#nextStrength);
  }

  #raise(place: number, by: number): void {
    this.sums[place] = singleAt(this.sums, place) + by;
  }
}

function normalise(votes: Float32Array, { cells, bins }: Grid): Float32Array {
  const energies = energiesOf(votes, cells * cells, bins);
  const normalised = new Float32Array(votes.length);
  for (let cell = 0; cell < cells * cells; cell += 1) {
    for (const length of blockLengths(energies, cell, cells)) {
      for (let place = cell * bins; place < (cell + 1) * bins; place += 1) {
        const share = Math.min(mostShare, singleAt(votes, place) / (length + tiny));
        normalised[place] = singleAt(normalised, place) + share / 4;
      }
    }
  }
  return normalised;
}

function energiesOf(votes: Float32Array, cells: number, bins: number): Float32Array {
  return Float32Array.from({ length: cells }, (_, cell) =>
    votes.subarray(cell * bins, (cell + 1) * bins).reduce((sum, vote) => sum + vote * vote, 0),
  );
}

/** Of the four blocks of 2 × 2 cells around a cell; beyond the border stands the border itself. */
function blockLengths(energies: Float32Array, cell: number, cells: number): readonly number[] {
  const [column, row] = [cell % cells, Math.floor(cell / cells)];
  const within = (place: number) => Math.max(0, Math.min(cells - 1, place));
  const energy = (x: number, y: number) => singleAt(energies, within(y) * cells + within(x));
  return [-1, 1].flatMap((down) =>
    [-1, 1].map((right) =>
      Math.sqrt(
        energy(column, row) +
          energy(column + right, row) +
          energy(column, row + down) +
          energy(column + right, row + down),
      ),
    ),
  );
}

/** A mirrored edge runs in the mirrored direction. */
function fold(votes: Float32Array, { cells, bins }: Grid): Float32Array {
  const half = cells / 2;
  const folded = new Float32Array(cells * half * bins);
  for (let row = 0; row < cells; row += 1) {
    for (let column = 0; column < half; column += 1) {
      const [left, right] = [row * cells + column, row * cells + cells - 1 - column];
      for (let bin = 0; bin < bins; bin += 1) {
        const mirrored = right * bins + ((bins - bin) % bins);
        folded[(row * half + column) * bins + bin] =
          singleAt(votes, left * bins + bin) + singleAt(votes, mirrored);
      }
    }
  }
  return folded;
}
