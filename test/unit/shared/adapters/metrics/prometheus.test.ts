import { describe, expect, it } from 'vitest';
import { prometheusTelemetry } from '../../../../../shared/adapters/metrics/prometheus.js';
import { AppError } from '../../../../../shared/domain/errors.js';

/** The values by name and labels, as they are written: `tasks_total{kind="retrain"}`. */
async function scraped(prometheus: ReturnType<typeof prometheusTelemetry>) {
  const lines = (await prometheus.text()).split('\n').filter((line) => !line.startsWith('#'));
  return new Map(
    lines
      .filter((line) => line.startsWith('tastemaker_'))
      .map((line): [string, number] => {
        const [, name = '', value] = /^tastemaker_(.*) (\S+)$/.exec(line) ?? [];
        return [name, Number(value)];
      }),
  );
}

const request = { id: 'r', route: 'items/{id}', method: 'GET', status: 200, durationMs: 40 };

describe('What Prometheus scrapes', () => {
  it('tells requests by route, method and class of status, and what they cost', async () => {
    const prometheus = prometheusTelemetry();
    prometheus.request({ ...request, requestUnits: 1.5 });
    prometheus.request({ ...request, status: 404, requestUnits: 1 });
    prometheus.request({ ...request, method: 'BREW', status: 405 });
    const values = await scraped(prometheus);
    const labels = (method: string, status: string) =>
      `{route="items/{id}",method="${method}",status="${status}"}`;
    expect(values.get(`request_seconds_count${labels('GET', '2xx')}`)).toBe(1);
    expect(values.get(`request_seconds_sum${labels('GET', '2xx')}`)).toBeCloseTo(0.04);
    expect(values.get(`request_seconds_count${labels('GET', '4xx')}`)).toBe(1);
    expect(values.get(`request_seconds_count${labels('other', '4xx')}`)).toBe(1);
    expect(values.get('request_units_total{route="items/{id}",method="GET"}')).toBe(2.5);
  });

  it('tells tasks, how long they waited, calls of others, events and failures', async () => {
    const prometheus = prometheusTelemetry();
    const task = { id: 't', kind: 'retrain', attempts: 1, queuedMs: 2_000, runMs: 500 };
    prometheus.task({ ...task, status: 'completed' });
    const call = { target: 'cosmos', name: 'query items', durationMs: 3 };
    prometheus.dependency({ ...call, isOk: true, requestUnits: 2.8 });
    prometheus.dependency({ ...call, isOk: false, result: '429' });
    prometheus.event('models swapped', { version: 'v1' });
    prometheus.exception(new AppError('unavailable', 'no'));
    prometheus.exception('odd');
    const values = await scraped(prometheus);
    expect(values.get('tasks_total{kind="retrain",status="completed"}')).toBe(1);
    expect(values.get('task_queued_seconds_sum{kind="retrain"}')).toBe(2);
    expect(values.get('task_run_seconds_sum{kind="retrain"}')).toBe(0.5);
    const cosmos = 'target="cosmos",name="query items"';
    expect(values.get(`dependency_seconds_count{${cosmos},outcome="ok"}`)).toBe(1);
    expect(values.get(`dependency_seconds_count{${cosmos},outcome="failed"}`)).toBe(1);
    expect(values.get(`dependency_request_units_total{${cosmos}}`)).toBe(2.8);
    expect(values.get('events_total{event="models swapped"}')).toBe(1);
    expect(values.get('exceptions_total{code="unavailable"}')).toBe(1);
    expect(values.get('exceptions_total{code="other"}')).toBe(1);
  });

  it('keeps measurements by their unit: durations in seconds, of others how often and how much', async () => {
    const prometheus = prometheusTelemetry();
    prometheus.metric('stage-ms', 20, { stage: 'refine' });
    prometheus.metric('training-recall', 0.4, { model: 'blend' });
    prometheus.metric('training-recall', 0.6, { model: 'blend', more: 'than before' });
    prometheus.metric('training-recall', Number.NaN, { model: 'blend' });
    const values = await scraped(prometheus);
    expect(values.get('stage_seconds_sum{stage="refine"}')).toBeCloseTo(0.02);
    expect(values.get('training_recall_sum{model="blend"}')).toBe(1);
    expect(values.get('training_recall_count{model="blend"}')).toBe(2);
  });

  it('shows gauges as they are now, and leaves out what cannot be read', async () => {
    const prometheus = prometheusTelemetry();
    let version = 'v1';
    prometheus.watch('model-serving', 'What answers', () => [
      { value: 1, dimensions: { version } },
    ]);
    prometheus.watch('cache-requests-total', 'Questions', () => [
      { value: 7, dimensions: { outcome: 'hit' } },
    ]);
    prometheus.watch('broken', 'None', () => {
      throw new Error('no reading');
    });
    prometheus.watch('nothing', 'None', () => []);
    await scraped(prometheus);
    version = 'v2';
    expect(Object.fromEntries(await scraped(prometheus))).toEqual({
      'model_serving{version="v2"}': 1,
      'cache_requests_total{outcome="hit"}': 7,
    });
    expect(await prometheus.text()).toContain('# TYPE tastemaker_cache_requests_total counter');
    expect(await prometheus.text()).toContain('process_cpu_seconds_total');
  });

  it('does not grow without end, whatever is put into a label or a name', async () => {
    const prometheus = prometheusTelemetry();
    for (let n = 0; n < 1_000; n += 1) prometheus.event(`event ${n}`);
    prometheus.event('long '.repeat(100));
    for (let n = 0; n < 1_000; n += 1) prometheus.metric(`metric-${n}-ratio`, n);
    const values = await scraped(prometheus);
    expect(values.get('events_total{event="other"}')).toBe(801);
    expect(values.size).toBeLessThan(700);
  });
});
