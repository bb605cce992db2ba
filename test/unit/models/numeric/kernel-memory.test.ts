import { expect, test } from 'vitest';
import { vectorKernel } from '../../../../models/numeric/generated/vector.js';
import { KernelMemory, kernelBytes } from '../../../../models/numeric/kernel-memory.js';

interface VectorKernel {
  dot(a: number, b: number, length: number): number;
}

test('a kernel computes on the arrays that look into its memory', () => {
  const memory = new KernelMemory(kernelBytes([8, 8]));
  const [a, b] = [memory.floats(8), memory.floats(8)];
  a.set([1, 2, 3, 4, 5, 6, 7, 8]);
  b.fill(0.5);
  const kernel = memory.instantiate<VectorKernel>(vectorKernel);
  expect(kernel.dot(a.byteOffset, b.byteOffset, 8)).toBe(18);
});

test('a memory that is full says what was asked of it', () => {
  const memory = new KernelMemory(1_000);
  expect(() => memory.integers(65_536)).toThrow(RangeError);
});
