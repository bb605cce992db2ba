import type { Dimension } from './graph-writer.js';
import type { Tape, Value } from './tape.js';

/** Kingma and Ba 2015, with the bias correction in the rate. */
const adamDecay = { first: 0.9, second: 0.999, tiny: 1e-8 } as const;

/** The rate of step 1, 2, …: both moments start at zero, and this makes up for it. */
export function adamRate(rate: number, step: number): number {
  return (rate * Math.sqrt(1 - adamDecay.second ** step)) / (1 - adamDecay.first ** step);
}

/** The names under which a weight and its moments go in and come out of a graph with `adam`. */
export function adamNames(weight: string) {
  return {
    feeds: { weight, first: `${weight}.first`, second: `${weight}.second` },
    results: {
      weight: `${weight}.next`,
      first: `${weight}.first.next`,
      second: `${weight}.second.next`,
    },
  };
}

/**
 * Adds one Adam step of a dense weight after `backward`: the weight and its moments come out under `adamNames`, to be
 * fed to the next run. `rate` is a scalar, as `adamRate` gives it.
 */
export function adam(tape: Tape, weight: Value, dims: readonly Dimension[], rate: Value): void {
  const { feeds, results } = adamNames(weight);
  const gradient = tape.gradient(weight);
  const first = decayed(tape, tape.input(feeds.first, dims), gradient, adamDecay.first);
  const square = tape.node('Mul', [gradient, gradient]);
  const second = decayed(tape, tape.input(feeds.second, dims), square, adamDecay.second);
  const root = tape.node('Add', [tape.node('Sqrt', [second]), tape.graph.scalar(adamDecay.tiny)]);
  const change = tape.node('Mul', [rate, tape.node('Div', [first, root])]);
  tape.output(tape.node('Sub', [weight, change]), results.weight, dims);
  tape.output(first, results.first, dims);
  tape.output(second, results.second, dims);
}

function decayed(tape: Tape, moment: Value, news: Value, decay: number): Value {
  const scaled = (value: Value, factor: number) =>
    tape.node('Mul', [value, tape.graph.scalar(factor)]);
  return tape.node('Add', [scaled(moment, decay), scaled(news, 1 - decay)]);
}
