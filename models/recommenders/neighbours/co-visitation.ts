import { objectives } from '../../../shared/domain/event.js';
import { SparseScores } from '../../numeric/sparse-scores.js';
import { bestItems } from '../best-items.js';
import { type InteractionLog, reach } from '../log/interaction-log.js';
import type { KindTable } from '../log/kind-table.js';
import { none } from '../log/time-lists.js';
import type { Profile } from '../profile.js';
import { type NeighbourList, NeighbourLists } from './neighbour-lists.js';

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

  neighboursOf(item: number): NeighbourList {
    return this.#lists.of(item);
  }

  /**
   * Adds what the profile's items say for their neighbours; the giver is the index in `interests`. What an item says
   * is multiplied by its evidence to the power `trust`: 0 makes co-visitation as above, 0.5 the cosine of item kNN.
   */
  score(profile: Profile, scores: SparseScores, trust = 0): void {
    for (const [index, { item, weight }] of profile.interests.slice(0, breadth).entries()) {
      const { items, weights, evidence } = this.neighboursOf(item);
      const voice = weight * evidence ** trust;
      scores.add(item, selfWeight * voice, index);
      for (let place = 0; place < items.length; place += 1) {
        scores.add(items[place] ?? 0, voice * (weights[place] ?? 0), index);
      }
    }
  }

  /** The same, counted apart for each objective, in their order. */
  scoreObjectives(profile: Profile, boards: readonly SparseScores[]): void {
    for (const [index, { item, weight }] of profile.interests.slice(0, breadth).entries()) {
      const list = this.neighboursOf(item);
      for (const [objective, board] of boards.entries()) {
        for (let place = 0; place < list.items.length; place += 1) {
          const evidence = list.objectives[place * boards.length + objective] ?? 0;
          if (evidence > 0) board.add(list.items[place] ?? 0, weight * evidence, index);
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
      const near = weight * (this.#distance[step] ?? 0);
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
    this.#all.add(neighbour, weight * (this.#kinds.interest[type] ?? 0), none);
    this.#byObjective[this.#kinds.objective[type] ?? none]?.add(neighbour, weight, none);
  }

  #list(evidence: number): NeighbourList {
    const { popularityPower, neighbours } = this.#settings;
    const worth = (item: number) => this.#log.byItem.count(item) ** -popularityPower / evidence;
    this.#all.scale(worth);
    const items = bestItems(this.#all, this.#log.items, { count: neighbours, accept: () => true });
    return {
      items: Int32Array.from(items),
      weights: Float32Array.from(items, (item) => this.#all.of(item)),
      evidence,
      objectives: Float32Array.from(
        items.flatMap((item) => this.#byObjective.map((board) => board.of(item) * worth(item))),
      ),
    };
  }
}
