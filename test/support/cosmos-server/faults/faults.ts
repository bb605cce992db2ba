import { z } from 'zod';

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
  readonly #random: () => number;

  constructor(asked: Faults) {
    this.#faults = asked;
    this.#random = seeded(asked.seed);
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

/** Mulberry32 (Tommy Ettinger, public domain): numbers from 0 to 1. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
