import { z } from 'zod';
import { type Random, seededRandom } from '../../../../shared/domain/random.js';

const faultKinds = ['429', '449', '503', 'timeout', 'drop', 'session'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What goes wrong, and how often. All of it is decided by the seed, request after request. */
export const faults = z.strictObject({
  /** The share of requests, from 0 to 1. */
  rate: z.number().min(0).max(1),
  /**
   * `timeout` never answers, `drop` cuts the connection: both before or after the request took effect. `session` refuses
   * reads that bring a session token, as a replica does that has not seen the write: 404 with substatus 1002.
   */
  kinds: z.array(z.enum(faultKinds)),
  seed: z.int(),
  /** How far the server's clock is ahead of the client's when it looks at signatures and tokens, in ms. */
  skew: z.int().optional(),
});

export type Faults = z.infer<typeof faults>;

export const noFaults: Faults = { rate: 0, kinds: [], seed: 0 };

export interface Fault {
  readonly kind: FaultKind;
  /** Whether the request still takes effect; of `timeout` and `drop` only. */
  readonly isAfter: boolean;
}

/** The fault of each request in turn. */
export class FaultPlan {
  readonly skewMs: number;
  readonly #faults: Faults;
  readonly #random: Random;

  constructor(asked: Faults) {
    this.#faults = asked;
    this.#random = seededRandom(asked.seed);
    this.skewMs = asked.skew ?? 0;
  }

  /** `fits`: which kinds make sense for this request; the draw is the same whatever fits. */
  next(fits: (kind: FaultKind) => boolean): Fault | undefined {
    const { rate, kinds } = this.#faults;
    const [hit, which, after] = [this.#random(), this.#random(), this.#random()];
    const fitting = kinds.filter(fits);
    const kind = fitting[Math.floor(which * fitting.length)];
    if (hit >= rate || kind === undefined) return undefined;
    return { kind, isAfter: after < 0.5 };
  }

  /** Whether one of the operations of bulk is refused, which happens to each alone. */
  throttles(): boolean {
    const { rate, kinds } = this.#faults;
    return kinds.includes('429') && this.#random() < rate;
  }
}
