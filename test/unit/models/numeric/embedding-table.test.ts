import { expect, test } from 'vitest';
import { EmbeddingTable, tableBytes } from '../../../../models/numeric/embedding-table.js';
import { KernelMemory, kernelBytes } from '../../../../models/numeric/kernel-memory.js';
import { adamRate } from '../../../../models/numeric/onnx/adam.js';

const size = { rows: 4, width: 8 };

function makeTable() {
  const memory = new KernelMemory(tableBytes(size) + kernelBytes([8, 8, 64, 64, 1_000]));
  const table = new EmbeddingTable(memory, size);
  table.values.set(Float32Array.from(table.values, (_, at) => at / 10));
  const integers = (values: readonly number[]) => {
    const column = memory.integers(values.length);
    column.set(values);
    return column;
  };
  return { memory, table, integers };
}

test('gathered rows are copies in the order asked for', () => {
  const { memory, table, integers } = makeTable();
  const into = memory.floats(24);
  table.gather(integers([3, 0, 3]), 3, into);
  expect([...into.subarray(0, 8)]).toEqual([...table.values.subarray(24, 32)]);
  expect([...into.subarray(8, 16)]).toEqual([...table.values.subarray(0, 8)]);
  expect([...into.subarray(16, 24)]).toEqual([...table.values.subarray(24, 32)]);
});

test('gradients of a repeated row add up in its slot', () => {
  const { memory, table, integers } = makeTable();
  const gradients = memory.floats(24);
  gradients.fill(1, 0, 8);
  gradients.fill(2, 8, 16);
  gradients.fill(4, 16, 24);
  const sums = memory.floats(16);
  table.scatterAdd(gradients, integers([1, 0, 1]), 3, sums);
  expect([...sums]).toEqual([...Array(8).fill(2), ...Array(8).fill(5)]);
});

test('touched rows move as Adam says, the others stay as they were', () => {
  const { memory, table, integers } = makeTable();
  const before = table.values.slice();
  const gradients = memory.floats(8);
  gradients.fill(0.5);
  const expected = { value: before[16] ?? 0, first: 0, second: 0 };
  for (let step = 1; step <= 3; step += 1) {
    const rate = adamRate(0.1, step);
    table.learn(integers([2]), 1, gradients, { rate, weightDecay: 0.01 });
    expected.first = 0.9 * expected.first + 0.1 * 0.5;
    expected.second = 0.999 * expected.second + 0.001 * 0.25;
    const change = (rate * expected.first) / (Math.sqrt(expected.second) + 1e-8);
    expected.value = expected.value * (1 - rate * 0.01) - change;
  }
  expect(table.values[16]).toBeCloseTo(expected.value, 5);
  expect(table.values.subarray(0, 16)).toEqual(before.subarray(0, 16));
  expect(table.values.subarray(24)).toEqual(before.subarray(24));
});

test('a dropout mask keeps the share asked for, scaled up, the same for the same state', () => {
  const { memory, table } = makeTable();
  const mask = memory.floats(1_000);
  const state = table.dropout(mask, 1_000, 0.75, 9);
  const kept = mask.filter((value) => value !== 0);
  expect(kept.length).toBeGreaterThan(700);
  expect(kept.length).toBeLessThan(800);
  expect(kept[0]).toBeCloseTo(4 / 3);
  const first = mask.slice();
  expect(table.dropout(mask, 1_000, 0.75, 9)).toBe(state);
  expect(mask).toEqual(first);
});

test('a width that SIMD cannot take is refused', () => {
  const memory = new KernelMemory(10_000);
  expect(() => new EmbeddingTable(memory, { rows: 1, width: 6 })).toThrow(RangeError);
});
