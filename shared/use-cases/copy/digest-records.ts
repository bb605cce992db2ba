/** 64 bits as an integer, equal for equal contents. */
export type HashContent = (content: string | Uint8Array) => bigint;

/** How many records there are, and a sum of their hashes that does not depend on their order. */
export interface Digest {
  readonly count: number;
  readonly hash: string;
}

const bits = 64;

export class RecordDigest {
  readonly #hash: HashContent;
  #count = 0;
  #sum = 0n;

  constructor(hash: HashContent) {
    this.#hash = hash;
  }

  add(record: unknown): void {
    this.#count += 1;
    this.#sum = BigInt.asUintN(bits, this.#sum + this.#hash(canonical(record)));
  }

  digest(): Digest {
    return { count: this.#count, hash: this.#sum.toString(16).padStart(bits / 4, '0') };
  }
}

/** JSON with the names of each object in order (RFC 8785 in spirit). */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
