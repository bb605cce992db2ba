import { expect, test } from 'vitest';
import { makeReportDegraded } from '../../../../../shared/use-cases/models/report-degraded.js';
import { RecordedTelemetry } from '../../../../support/recorded-telemetry.js';

test('a model that keeps failing is told of once a minute, each for itself', () => {
  const telemetry = new RecordedTelemetry();
  let now = 0;
  const report = makeReportDegraded(telemetry, () => now);
  for (const error of ['first', 'second', 'third']) report('gru', error);
  report('ease', 'other');
  expect(telemetry.exceptions).toEqual(['first', 'other']);
  now = 60_000;
  report('gru', 'fourth');
  expect(telemetry.exceptions).toEqual(['first', 'other', 'fourth']);
});
