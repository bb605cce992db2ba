import { expect, it } from 'vitest';
import { poolMeans } from '../../../../../models/encoders/onnx/mean-pooling.js';
import { floatsOf } from '../../../../../models/encoders/onnx/output.js';
import { toTokens } from '../../../../../models/encoders/onnx/token-batch.js';

/** A token for each letter, between 1 and 2. */
const letters = {
  encode: (text: string) => [1, ...[...text].map((letter) => letter.charCodeAt(0)), 2],
  padding: 9,
  maxTokens: 6,
};

it('rows are filled up to the longest, and the mask says where', () => {
  const { ids, mask, dims, truncated } = toTokens(['AB', '', 'ABC'], letters);
  expect(dims).toEqual([3, 5]);
  expect([...ids].map(Number)).toEqual([1, 65, 66, 2, 9, 1, 2, 9, 9, 9, 1, 65, 66, 67, 2]);
  expect([...mask].map(Number)).toEqual([1, 1, 1, 1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1]);
  expect(truncated).toEqual([false, false, false]);
});

it('a text that is too long is cut and keeps its end, and what nobody reads is not looked at', () => {
  const read: number[] = [];
  const encode = (text: string) => {
    read.push(text.length);
    return letters.encode(text);
  };
  const { ids, dims, truncated } = toTokens(['ABCD', 'ABCDE', 'A'.repeat(1_000_000)], {
    ...letters,
    encode,
  });
  expect(dims).toEqual([3, 6]);
  expect([...ids.subarray(6, 12)].map(Number)).toEqual([1, 65, 66, 67, 68, 2]);
  expect(truncated).toEqual([false, true, true]);
  expect(Math.max(...read)).toBeLessThan(1_000);
});

it('a text whose beginning is one word of many letters is cut all the same', () => {
  const oneToken = { ...letters, encode: () => [1, 7, 2] };
  expect(toTokens(['x'.repeat(10_000)], oneToken).truncated).toEqual([true]);
});

it('states are averaged where there are tokens, to unit length', () => {
  const tokens = toTokens(['', 'A'], letters);
  const states = Float32Array.of(3, 0, 3, 8, 100, 100, 0, 1, 0, 1, 0, 1);
  const means = poolMeans(states, tokens, 2);
  expect(means[0]).toBeCloseTo(0.6, 5);
  expect(means[1]).toBeCloseTo(0.8, 5);
  expect([...means.subarray(2)]).toEqual([0, 1]);
});

it('an output is taken only by its name and with the size that it must have', () => {
  const output = { states: { data: Float32Array.of(1, 2), dims: [1, 2] } };
  expect(floatsOf(output, 'states', [1, 2])).toEqual(Float32Array.of(1, 2));
  expect(() => floatsOf(output, 'states', [2, 1])).toThrow('expected states of 2 × 1, got [1,2]');
  expect(() => floatsOf(output, 'other', [1, 2])).toThrow('expected other of 1 × 2, got none');
  expect(() => floatsOf(undefined, 'states', [1])).toThrow('got none');
});
