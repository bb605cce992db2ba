import { adamNames } from './adam.js';
import type { Tensors } from './graph-session.js';
import type { Tensor } from './tensor.js';

interface Slot {
  current: Tensor;
  next: Tensor;
}

/**
 * Dense weights with their Adam moments, kept twice: a step reads one copy and writes the other, because ONNX Runtime
 * may still read an input after an output is written. Several graphs can share one set.
 */
export class DenseWeights {
  readonly #slots = new Map<string, Slot>();
  readonly #names: readonly string[];
  readonly #results = new Map<string, string>();

  constructor(initial: Readonly<Record<string, Tensor>>) {
    this.#names = Object.keys(initial);
    for (const [name, tensor] of Object.entries(initial)) {
      const { feeds, results } = adamNames(name);
      this.#add(feeds.weight, results.weight, tensor);
      this.#add(feeds.first, results.first, zerosLike(tensor));
      this.#add(feeds.second, results.second, zerosLike(tensor));
    }
  }

  get names(): readonly string[] {
    return this.#names;
  }

  /** What a step with `adam` reads: to be spread among its feeds. */
  get feeds(): Tensors {
    return Object.fromEntries([...this.#slots].map(([name, slot]) => [name, slot.current]));
  }

  /** Where a step with `adam` writes: to be spread among its `into`. */
  get into(): Tensors {
    return Object.fromEntries(
      [...this.#slots].map(([name, slot]) => [this.#results.get(name) ?? name, slot.next]),
    );
  }

  /** Makes what the step wrote current. To be called once after each step. */
  advance(): void {
    for (const slot of this.#slots.values()) {
      const written = slot.next;
      slot.next = slot.current;
      slot.current = written;
    }
  }

  /** The current weight itself, not a copy. Throws `RangeError` for a name that it was not made with. */
  weight(name: string): Float32Array {
    const data = this.#slots.get(name)?.current.data;
    if (data instanceof Float32Array) return data;
    throw new RangeError(`no dense weight is called ${name}, there are ${this.#names.join(', ')}`);
  }

  #add(name: string, result: string, tensor: Tensor): void {
    this.#slots.set(name, { current: tensor, next: zerosLike(tensor) });
    this.#results.set(name, result);
  }
}

function zerosLike({ data, dims }: Tensor): Tensor {
  return { data: new Float32Array(data.length), dims };
}
