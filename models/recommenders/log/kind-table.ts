import {
  type EventKind,
  type EventTypes,
  eventKinds,
  type Objective,
  objectiveOf,
  objectives,
} from '../../../shared/domain/event.js';

/** A kind of event as the log's rows name it. */
export interface RowType {
  readonly kind: EventKind;
  readonly weight: number;
  /** Index in `objectives`; −1 for a kind that leads to none. */
  readonly objective: number;
}

/**
 * Interest grows with the weight of an event, but not in step with it: the square root keeps ten views worth more
 * than one order, as the strong OTTO solutions' type weights (1 to 6) do.
 */
function interest(weight: number): number {
  return Math.sqrt(Math.max(weight, 0));
}

/** Numbers the configured event types and says what each is worth. */
export class KindTable {
  readonly #numbers = new Map<string, number>();
  readonly #types: RowType[] = [];
  /** By type number. */
  readonly interest: Float64Array;
  readonly #interestOfKind = new Map<EventKind, number>();

  constructor(types: EventTypes) {
    for (const [name, { kind, weight }] of types) this.#define(name, kind, weight);
    this.interest = Float64Array.from(this.#types, (type) => interest(type.weight));
    for (const kind of eventKinds) {
      const weights = this.#types.filter((type) => type.kind === kind).map((type) => type.weight);
      this.#interestOfKind.set(kind, interest(Math.max(...weights, 0)));
    }
  }

  /** Undefined for a name that is not configured. */
  numberOf(name: string): number | undefined {
    return this.#numbers.get(name);
  }

  at(number: number): RowType | undefined {
    return this.#types[number];
  }

  /** Index in `objectives`; −1 for a type that leads to none. */
  objectiveOf(number: number): number {
    return this.#types[number]?.objective ?? -1;
  }

  isDismissal(number: number): boolean {
    return this.#types[number]?.kind === 'dismiss';
  }

  interestOfKind(kind: EventKind): number {
    return this.#interestOfKind.get(kind) ?? 0;
  }

  #define(name: string, kind: EventKind, weight: number): void {
    const goal: Objective | undefined = objectiveOf[kind];
    const objective = goal === undefined ? -1 : objectives.indexOf(goal);
    this.#numbers.set(name, this.#types.length);
    this.#types.push({ kind, weight, objective });
  }
}
