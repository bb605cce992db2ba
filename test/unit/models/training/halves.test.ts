import { expect, test } from 'vitest';
import { halves } from '../../../../models/training/halves.js';
import type { EvaluationCase } from '../../../../shared/domain/evaluation/evaluation-case.js';

const asks = (shopper: string): EvaluationCase => ({ shopper, history: [], targets: [] });
const cases = Array.from({ length: 4_000 }, (_, at) => asks(`shopper ${at}`));

test('everybody is in one half, and the halves are about as large', () => {
  const [first, second] = halves(cases);
  expect(first.length + second.length).toBe(cases.length);
  expect(new Set([...first, ...second]).size).toBe(cases.length);
  expect(Math.abs(first.length - 2_000)).toBeLessThan(150);
});

test('a shopper is in the same half whoever else is there', () => {
  const [first] = halves(cases);
  const [again] = halves(cases.slice(1_000, 1_200));
  expect(again).toEqual(first.filter((one) => cases.slice(1_000, 1_200).includes(one)));
});
