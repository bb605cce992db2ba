import { buildWhatIsStale } from '../../support/local-process.js';
import { runChaos } from '../../support/task-chaos.js';
import type { Row } from '../report.js';

/** The chaos of the tests, at its full size. */
export async function taskChaos(): Promise<readonly Row[]> {
  buildWhatIsStale();
  const report = await runChaos({ seed: 20_261_130, tasks: 2_000, atOnce: 48, workers: 2 });
  const count = (status: string) =>
    report.fates.filter(({ ended }) => ended.status === status).length;
  const { fates } = report;
  const wrong = {
    stateChanged: fates.filter(({ seen }) => new Set(seen).size > 1).length,
    withoutResult: fates.filter(
      ({ ended }) => ended.status === 'completed' && ended.data?.length !== 2,
    ).length,
    cancelledWithData: fates.filter(
      ({ ended }) => ended.status === 'cancelled' && ended.data !== undefined,
    ).length,
    endedTwice: [...report.endings.values()].filter((endings) => endings.length > 1).length,
    doubled: fates.filter(({ tasksOfSession }) => tasksOfSession !== 1).length,
  };
  return [
    {
      what: '2,000 tasks, half of them cancelled',
      'workers killed': String(report.killedWorkers),
      'API killed': String(report.killedApis),
      completed: String(count('completed')),
      cancelled: String(count('cancelled')),
      failed: String(count('failed')),
      'begun again': String(fates.filter(({ ended }) => ended.attempt > 1).length),
      wrong: JSON.stringify(wrong),
      'look-ups left': String(report.openLookUps),
      seconds: (report.tookMs / 1_000).toFixed(0),
    },
  ];
}
