import { objectives } from '../../../shared/domain/event.js';
import { float64Column, int32Column } from '../../numeric/column.js';
import { floatAt, integerAt, singleAt } from '../../numeric/read.js';
import { SparseScores } from '../../numeric/sparse-scores.js';
import { bestItems } from '../best-items.js';
import { type InteractionLog, reach } from '../log/interaction-log.js';
import type { KindTable } from '../log/kind-table.js';
import { none } from '../log/time-lists.js';
import type { Profile } from '../profile.js';
import { type NeighbourList, NeighbourLists, type Voice } from './neighbour-lists.js';

export interface CoVisitationSettings {
  /** Weight of what came after an item, and of what came before it. */
  readonly forward: number;
  readonly backward: number;
  /** A neighbour d steps away counts d^−distancePower. */
  readonly distancePower: number;
  /** Evidence is divided by the neighbour's count of events to this power, so best sellers do not win everything. */
  readonly popularityPower: number;
  readonly neighbours: number;
  /** Days in which the weight of an event halves, against the newest event of the item. */
  readonly halfLifeDays: number;
}

/** Chosen on RSC15 clicks 1/64. */
const settings: CoVisitationSettings = {
  forward: 1,
  backward: 0.7,
  distancePower: 0.75,
  popularityPower: 0.3,
  neighbours: 100,
  halfLifeDays: 60,
};

/** Events of an item that are looked at, the newest; bounds the cost of a best seller. */
const occurrences = 500;
/** Items of a history that are asked for their neighbours, the newest. */
const breadth = 10;
/** What an item of the history says for itself: a shopper often comes back. */
const selfWeight = 0.02;

/**
 * Co-visitation: items that stand near each other in sequences, weighted by distance, age and kind of event, as the
 * strong public solutions of OTTO's challenge (Kaggle 2022) count them.
 */
export class CoVisitation {
  readonly #log: InteractionLog;
  readonly #kinds: KindTable;
  readonly #settings: CoVisitationSettings;
  readonly #distance: Float64Array;
  readonly #all = new SparseScores();
  readonly #byObjective = objectives.map(() => new SparseScores());
  readonly #lists: NeighbourLists;
  readonly #worth = float64Column();
  readonly #countOfWorth = int32Column(none);

  constructor(
    log: InteractionLog,
    kinds: KindTable,
    overrides: Partial<CoVisitationSettings> = {},
  ) {
    this.#log = log;
    this.#kinds = kinds;
    this.#settings = { ...settings, ...overrides };
    const power = -this.#settings.distancePower;
    this.#distance = Float64Array.from({ length: reach + 1 }, (_, d) => (d === 0 ? 0 : d ** power));
    this.#lists = new NeighbourLists({
      compute: (item) => this.#compute(item),
      changesOf: (item) => log.changesOf(item),
      eventsOf: (item) => log.byItem.count(item),
      get generation() {
        return log.generation;
      },
    });
  }

  /**
   * Adds what the profile's items say for their neighbours; the giver is the index in `interests`. What an item says
   * is multiplied by its evidence to the power `trust`: 0 makes co-visitation as above, 0.5 the cosine of item kNN.
   */
  score(profile: Profile, scores: SparseScores, trust = 0): void {
    for (const [index, { item, weight }] of profile.interests.slice(0, breadth).entries()) {
      const voice = weight * this.#lists.of(item).evidence ** trust;
      scores.add(item, selfWeight * voice, index);
      this.scoreNeighbours(item, { scores, voice, giver: index });
    }
  }

  /** Adds what one item says for its neighbours. */
  scoreNeighbours(item: number, { scores, voice, giver }: Voice): void {
    const { items, weights } = this.#lists.of(item);
    for (let place = 0; place < items.length; place += 1) {
      const neighbour = integerAt(items, place);
      scores.add(neighbour, voice * singleAt(weights, place) * this.#worthOf(neighbour), giver);
    }
  }

  /** The same, counted apart for each objective, in their order. */
  scoreObjectives(profile: Profile, boards: readonly SparseScores[]): void {
    for (const [index, { item, weight }] of profile.interests.slice(0, breadth).entries()) {
      const list = this.#lists.of(item);
      for (const [objective, board] of boards.entries()) {
        for (let place = 0; place < list.items.length; place += 1) {
          const evidence = singleAt(list.objectives, place * boards.length + objective);
          if (evidence === 0) continue;
          const neighbour = integerAt(list.items, place);
          board.add(neighbour, weight * evidence * this.#worthOf(neighbour), index);
        }
      }
    }
  }

  #compute(item: number): NeighbourList {
    const log = this.#log;
    for (const board of [this.#all, ...this.#byObjective]) board.begin(log.items.size);
    const newest = log.byItem.newest(item);
    const halfLifeMs = this.#settings.halfLifeDays * 86_400_000;
    let evidence = 0;
    let row = newest;
    for (let seen = 0; row !== none && seen < occurrences; seen += 1) {
      const weight = 2 ** ((log.timeOf(row) - log.timeOf(newest)) / halfLifeMs);
      evidence += weight;
      this.#count(row, item, weight);
      row = log.byItem.older(row);
    }
    return this.#list(evidence);
  }

  #count(row: number, item: number, weight: number): void {
    const lists = this.#log.bySequence;
    lists.settle(this.#log.sequenceOf(row));
    let older = lists.older(row);
    let newer = lists.newer(row);
    for (let step = 1; step <= reach && (older !== none || newer !== none); step += 1) {
      const near = weight * floatAt(this.#distance, step);
      if (newer !== none) {
        this.#add(newer, item, near * this.#settings.forward);
        newer = lists.newer(newer);
      }
      if (older !== none) {
        this.#add(older, item, near * this.#settings.backward);
        older = lists.older(older);
      }
    }
  }

  #add(row: number, item: number, weight: number): void {
    const neighbour = this.#log.itemOf(row);
    if (neighbour === item) return;
    const type = this.#log.typeOf(row);
    this.#all.add(neighbour, weight * floatAt(this.#kinds.interest, type), none);
    this.#byObjective[this.#kinds.objectiveOf(type)]?.add(neighbour, weight, none);
  }

  #list(evidence: number): NeighbourList {
    this.#all.scale((item) => this.#worthOf(item));
    const items = bestItems(this.#all, this.#log.items, {
      count: this.#settings.neighbours,
      accept: () => true,
    });
    return {
      items: Int32Array.from(items),
      weights: Float32Array.from(
        items,
        (item) => this.#all.of(item) / this.#worthOf(item) / evidence,
      ),
      evidence,
      objectives: Float32Array.from(
        items.flatMap((item) => this.#byObjective.map((board) => board.of(item) / evidence)),
      ),
    };
  }

  /** What evidence for an item is multiplied by; kept until the item's count of events changes. */
  #worthOf(item: number): number {
    const count = this.#log.byItem.count(item);
    if (this.#countOfWorth.values[item] === count) return floatAt(this.#worth.values, item);
    this.#countOfWorth.reserve(this.#log.items.size);
    this.#worth.reserve(this.#log.items.size);
    const worth = Math.max(count, 1) ** -this.#settings.popularityPower;
    this.#countOfWorth.values[item] = count;
    this.#worth.values[item] = worth;
    return worth;
  }
}
