import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import type { Row } from '../report.js';
import { type ColdHouse, startColdHouse } from './cold-house.js';
import { compileWorker, inLocalHost, inWorker, type Start } from './cold-runs.js';

const runs = 7;

/** From nothing to the first recommendation on one core, out of the package: with a shop in the cloud, and with one on disk. */
export async function coldStart(): Promise<readonly Row[]> {
  execFileSync('taskset', ['-acp', '0', String(process.pid)], { stdio: 'ignore' });
  const house = await startColdHouse();
  try {
    return await measured(house);
  } finally {
    await house.stop();
  }
}

async function measured({ app, cloud, disk }: ColdHouse): Promise<readonly Row[]> {
  const worker = compileWorker(app);
  return [
    await row('Functions worker, shop in the cloud', () => inWorker(app, worker, cloud)),
    await row('local host, shop in the cloud', () => inLocalHost(app, cloud)),
    await row('Functions worker, shop on disk', () => inWorker(app, worker, disk)),
    await row('local host, shop on disk', () => inLocalHost(app, disk)),
  ];
}

async function row(what: string, start: () => Promise<Start>): Promise<Row> {
  const starts: Start[] = [];
  for (let run = 0; run < runs; run += 1) starts.push(await start());
  const median = (pick: (start: Start) => number) =>
    starts
      .map(pick)
      .toSorted((a, b) => a - b)
      [runs >> 1]?.toFixed(0) ?? '';
  const steps = Object.keys(starts[0]?.stepsMs ?? {});
  return {
    ...{ what, 'ms to the first answer': median(({ wallMs }) => wallMs) },
    'CPU ms': median(({ cpuMs }) => cpuMs),
    RU: starts[0]?.requestUnits ?? '',
    ...Object.fromEntries(steps.map((step) => [step, median((one) => one.stepsMs[step] ?? 0)])),
    load: loadavg()[0]?.toFixed(1) ?? '',
  };
}
