import type { SparseScores } from '../../numeric/sparse-scores.js';

/** The items seen near one item, best first. */
export interface NeighbourList {
  readonly items: Int32Array;
  /** Aligned with `items`: evidence of all kinds, as a share of the item's own. */
  readonly weights: Float32Array;
  /** How much was seen of the item itself: its events, weighted by age. */
  readonly evidence: number;
  /** items × objectives, row-major: evidence by what the neighbouring event was. */
  readonly objectives: Float32Array;
}

/** How an item speaks for its neighbours: into which scores, how loud, and in whose name. */
export interface Voice {
  readonly scores: SparseScores;
  readonly voice: number;
  readonly giver: number;
}

interface Kept {
  readonly list: NeighbourList;
  readonly changes: number;
  readonly generation: number;
}

interface Source {
  compute(item: number): NeighbourList;
  changesOf(item: number): number;
  eventsOf(item: number): number;
  readonly generation: number;
}

/** Neighbours kept in all lists together: about 20 bytes each. */
const capacity = 1_000_000;

/** An item with fewer events is always exact. */
const exactBelow = 50;
/** For others, changes near the item that are let pass, as a share of its events; each event makes up to 20. */
const tolerance = 0.2;

/** Keeps neighbour lists while they hold true, the least recently used go first. */
export class NeighbourLists {
  readonly #source: Source;
  readonly #kept = new Map<number, Kept>();
  #neighbours = 0;

  constructor(source: Source) {
    this.#source = source;
  }

  of(item: number): NeighbourList {
    const kept = this.#kept.get(item);
    if (kept !== undefined) {
      this.#drop(item, kept);
      if (this.#isFresh(item, kept)) return this.#keep(item, kept);
    }
    return this.#keep(item, {
      list: this.#source.compute(item),
      changes: this.#source.changesOf(item),
      generation: this.#source.generation,
    });
  }

  #isFresh(item: number, kept: Kept): boolean {
    if (kept.generation !== this.#source.generation) return false;
    const changes = this.#source.changesOf(item) - kept.changes;
    const events = this.#source.eventsOf(item);
    return changes <= (events < exactBelow ? 0 : events * tolerance);
  }

  #keep(item: number, kept: Kept): NeighbourList {
    this.#kept.set(item, kept);
    this.#neighbours += kept.list.items.length + 1;
    for (const [oldest, old] of this.#kept) {
      if (this.#neighbours <= capacity) break;
      this.#drop(oldest, old);
    }
    return kept.list;
  }

  #drop(item: number, kept: Kept): void {
    this.#kept.delete(item);
    this.#neighbours -= kept.list.items.length + 1;
  }
}

export const noNeighbours: NeighbourList = {
  items: new Int32Array(0),
  weights: new Float32Array(0),
  evidence: 0,
  objectives: new Float32Array(0),
};
