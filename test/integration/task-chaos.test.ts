import { beforeAll, describe, expect, it } from 'vitest';
import { buildWhatIsStale } from '../support/local-process.js';
import { type ChaosReport, runChaos } from '../support/task-chaos.js';

let report: ChaosReport;
beforeAll(async () => {
  buildWhatIsStale();
  report = await runChaos({ seed: 20_261_130, tasks: 240, atOnce: 16, workers: 2 });
}, 240_000);

describe('Tasks whose workers are killed at random, half of them cancelled, the API killed twice', () => {
  it('all end, each in one state for good', () => {
    expect(report.fates).toHaveLength(240);
    for (const { seen } of report.fates) expect(new Set(seen).size).toBe(1);
    expect(report.killedApis).toBe(2);
    expect(report.killedWorkers).toBeGreaterThan(0);
  });

  it('are completed with one result, unless cancelled', () => {
    for (const { ended, wasCancelled } of report.fates) {
      if (!wasCancelled) expect(ended).toMatchObject({ status: 'completed' });
      if (ended.status === 'completed') expect(ended.data).toHaveLength(2);
    }
  });

  it('never show data once cancelled', () => {
    const cancelled = report.fates.filter(({ ended }) => ended.status === 'cancelled');
    expect(cancelled.length).toBeGreaterThan(20);
    for (const { ended, wasCancelled } of cancelled) {
      expect(wasCancelled).toBe(true);
      expect(ended).not.toHaveProperty('data');
    }
  });

  it('are ended once, whoever else had begun them', () => {
    expect(report.endings.size).toBeGreaterThan(100);
    for (const endings of report.endings.values()) expect(endings).toHaveLength(1);
  });

  it('are one for each request, though requests were sent again', () => {
    for (const { tasksOfSession } of report.fates) expect(tasksOfSession).toBe(1);
  });

  it('leave no look-up behind', () => {
    expect(report.openLookUps).toBe(0);
  });
});
