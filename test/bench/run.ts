import { cpus, totalmem } from 'node:os';
import * as quality from './quality.js';
import { type Row, table } from './report.js';
import { soak } from './speed/soak.js';
import { largeShopSpeed, sampleShopSpeed } from './speed/speed.js';

/** `npm run bench [name …]`: all but the hour-long ones where none is named. RESULTS.md is made of what this prints. */
const benches: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  yoochoose: quality.yoochoose,
  beauty: quality.beauty,
  movielens: quality.movieLens,
  models: quality.speed,
  'sample-shop': sampleShopSpeed,
  'large-shop': largeShopSpeed,
  soak,
};
const onlyWhenNamed = new Set(['soak']);

const asked = process.argv.slice(2);
const machine = `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB`;
process.stdout.write(`Node ${process.versions.node}, ${machine}\n`);
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 ? !asked.includes(name) : onlyWhenNamed.has(name)) continue;
  process.stdout.write(`\n## ${name}\n\n${table(await bench())}\n`);
}
