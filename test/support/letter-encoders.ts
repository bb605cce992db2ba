import type { VectorSpace } from '../../shared/domain/vector-space.js';
import type {
  Encoded,
  EncodedTexts,
  ImageEncoder,
  Picture,
  TextEncoder,
} from '../../shared/ports/encoders.js';

/** Holds up each batch until it is let through. */
export class Gate {
  #permits = 0;
  readonly #waiting: (() => void)[] = [];

  /** Lets the next so many through. */
  open(count: number): void {
    this.#permits += count;
    while (this.#permits > 0 && this.#waiting.length > 0) {
      this.#permits -= 1;
      this.#waiting.shift()?.();
    }
  }

  async pass(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#permits > 0) {
      this.#permits -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push(resolve);
      signal?.addEventListener('abort', () => {
        this.#waiting.splice(this.#waiting.indexOf(resolve), 1);
        reject(signal.reason);
      });
    });
  }
}

/** A gate that is never shut. */
export function openGate(): Gate {
  const gate = new Gate();
  gate.open(Number.POSITIVE_INFINITY);
  return gate;
}

export type Heard =
  | { readonly kind: 'began'; readonly items: readonly string[] }
  | { readonly kind: 'aborted'; readonly items: readonly string[] };

const dimensions = 8;
const longest = 1_000;

/** The text that no encoder here gets over. */
export const poison = 'poison';

export interface LetterOptions {
  readonly gate: Gate;
  readonly hear?: (heard: Heard) => void;
  readonly version?: string;
}

/** Counts letters: the same text has the same vector, in every process. */
export class LetterEncoder implements TextEncoder {
  readonly space: VectorSpace;
  isClosed = false;
  readonly #options: LetterOptions;

  constructor(options: LetterOptions) {
    this.#options = options;
    this.space = { model: 'letters', version: options.version ?? '1', dimensions };
  }

  async encode(texts: readonly string[], signal?: AbortSignal): Promise<EncodedTexts> {
    await passWith(this.#options, texts, signal);
    if (texts.includes(poison)) throw new TypeError('cannot encode poison');
    return {
      vectors: rows(texts, lettersOf),
      truncated: texts.map((text) => text.length > longest),
    };
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

/** Counts brightness; knows texts too. */
export class BrightnessEncoder implements ImageEncoder {
  readonly space: VectorSpace = { model: 'brightness', version: '1', dimensions };
  readonly pictureSize = 4;
  isClosed = false;
  readonly #options: LetterOptions;

  constructor(options: LetterOptions) {
    this.#options = options;
  }

  async encode(pictures: readonly Picture[], signal?: AbortSignal): Promise<Encoded> {
    const names = pictures.map(({ width, height }) => `${width} × ${height}`);
    await passWith(this.#options, names, signal);
    return { vectors: rows(pictures, ({ pixels }) => [...pixels]) };
  }

  async encodeTexts(texts: readonly string[], signal?: AbortSignal): Promise<EncodedTexts> {
    await passWith(this.#options, texts, signal);
    return { vectors: rows(texts, lettersOf), truncated: texts.map(() => false) };
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

async function passWith(
  { gate, hear }: LetterOptions,
  items: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  hear?.({ kind: 'began', items });
  try {
    await gate.pass(signal);
  } catch (error) {
    hear?.({ kind: 'aborted', items });
    throw error;
  }
}

const lettersOf = (text: string) => [...text].map((letter) => letter.codePointAt(0) ?? 0);

/** How often each remainder by the number of dimensions occurs, scaled to unit length. */
function rows<Item>(items: readonly Item[], valuesOf: (item: Item) => number[]): Float32Array {
  const vectors = new Float32Array(items.length * dimensions);
  items.forEach((item, row) => {
    const counts = new Array<number>(dimensions).fill(0);
    for (const value of valuesOf(item)) {
      counts[value % dimensions] = (counts[value % dimensions] ?? 0) + 1;
    }
    const length = Math.hypot(...counts) || 1;
    vectors.set(
      counts.map((count) => count / length),
      row * dimensions,
    );
  });
  return vectors;
}
