import { expect, test } from 'vitest';
import { startTimes } from '../../../../functions/compose/start-times.js';

test('the steps of a start are told one after the other, and together take as long as the process has run', () => {
  const told: { readonly step: string | undefined; readonly ms: number }[] = [];
  const ended = startTimes({
    metric(name, ms, dimensions) {
      expect(name).toBe('start-ms');
      told.push({ step: dimensions?.['step'], ms });
    },
  });
  ended('modules');
  ended('places');
  const sum = told.reduce((total, { ms }) => total + ms, 0);
  expect(told.map(({ step }) => step)).toEqual(['modules', 'places']);
  expect(told.every(({ ms }) => ms >= 0)).toBe(true);
  expect(sum).toBeLessThanOrEqual(performance.now());
});
