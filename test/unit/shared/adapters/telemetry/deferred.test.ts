import { expect, it } from 'vitest';
import { deferred } from '../../../../../shared/adapters/telemetry/deferred.js';
import { fanOut } from '../../../../../shared/adapters/telemetry/fan-out.js';
import type { Gauges, Telemetry } from '../../../../../shared/ports/runtime.js';
import { RecordedTelemetry } from '../../../../support/recorded-telemetry.js';

const request = { id: 'r', route: 'items', method: 'GET', status: 200, durationMs: 1 };
const task = { id: 't', kind: 'k', status: 's', attempts: 1, queuedMs: 1, runMs: 1 };
const call = { target: 'cosmos', name: 'read', durationMs: 1, isOk: true };

class Listener extends RecordedTelemetry implements Gauges {
  readonly watched: string[] = [];
  watch(name: string): void {
    this.watched.push(name);
  }
}

function tellAll(telemetry: Telemetry, error: Error): void {
  telemetry.event('e');
  telemetry.request(request);
  telemetry.task(task);
  telemetry.dependency(call);
  telemetry.metric('m', 1, { stage: 'x' });
  telemetry.exception(error);
}

function expectAll(recorded: RecordedTelemetry, error: Error, times: number): void {
  const each = <T>(one: T): readonly T[] => Array.from({ length: times }, () => one);
  expect(recorded).toMatchObject({
    ...{ events: each('e'), requests: each(request), tasks: each(task) },
    ...{ dependencies: each(call), exceptions: each(error) },
    metrics: each({ name: 'm', value: 1, dimensions: { stage: 'x' } }),
  });
}

it('what was told before a listener was loaded reaches it, in order, and so does the rest', async () => {
  const error = new Error('x');
  let loads = 0;
  const { listener, loaded } = deferred(async () => {
    loads += 1;
    return new Listener();
  }, 100);
  tellAll(listener, error);
  listener.watch('gauge', 'A gauge', () => []);
  const recorded = await loaded();
  tellAll(listener, error);
  expectAll(recorded, error, 2);
  expect(recorded.watched).toEqual(['gauge']);
  expect(await loaded()).toBe(recorded);
  expect(loads).toBe(1);
});

it('no more is kept for it than may be', async () => {
  const { listener, loaded } = deferred(async () => new Listener(), 3);
  for (let n = 0; n < 10; n += 1) listener.event(`e${n}`);
  expect((await loaded()).events).toEqual(['e0', 'e1', 'e2']);
});

it('all of several are told everything', () => {
  const error = new Error('x');
  const all = [new RecordedTelemetry(), new RecordedTelemetry()];
  tellAll(fanOut(all), error);
  for (const one of all) expectAll(one, error, 1);
  const [only] = all;
  expect(only && fanOut([only])).toBe(only);
});
