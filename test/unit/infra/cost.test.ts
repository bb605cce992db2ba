import { readFile } from 'node:fs/promises';
import { Cron } from 'croner';
import { expect, test } from 'vitest';
import { parseConfig } from '../../../shared/config.js';
import { queueNames } from '../../../shared/ports/task-queue.js';
import { calculate } from '../../support/arithmetic.js';
import { shopSettings, stringsOf, variableOf } from '../../support/bicep/app-settings.js';
import { parseSources, readSources, statementsOf } from '../../support/bicep/templates.js';

const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
const block = /<!-- cost:[\s\S]*?-->([\s\S]*)<!-- \/cost -->/.exec(readme)?.[1] ?? '';
const rows = block
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

const sums = [...block.matchAll(/([\d(][\d.()×÷+− ]*[\d)]) = (-?[\d.]+)/g)].map(
  ([, formula = '', result = '']) => ({ formula, result }),
);

/** As shown: to the cent, or whole. */
const shown = (value: number, like: string) => value.toFixed(like.split('.')[1]?.length ?? 0);

test('every sum of the cost section is right', () => {
  expect(sums.length).toBeGreaterThan(35);
  for (const { formula, result } of sums)
    expect(`${formula} = ${shown(calculate(formula), result)}`).toBe(`${formula} = ${result}`);
});

const months = rows.filter((row) => row.length === 4);
const resultOf = (cell: string | undefined) => /= (-?[\d.]+)(?: GB-s)?$/.exec(cell ?? '')?.[1];

test.each([1, 2, 3])('column %i adds up to what stands below it', (column) => {
  const prices = months
    .slice(2, -1)
    .filter((row) => !row[column]?.endsWith('GB-s') && row[column] !== '0');
  const total = prices.reduce((sum, row) => sum + Number(resultOf(row[column])), 0);
  expect(prices).toHaveLength(8);
  expect(months.at(-1)?.[column]).toBe(`**${total.toFixed(2)}**`);
});

test.each([2, 3])('the seconds of column %i are those of its parts', (column) => {
  const parts = months.flatMap((row) =>
    row[column]?.endsWith('GB-s') ? [resultOf(row[column])] : [],
  );
  expect(parts).toHaveLength(3);
  const priced = months.find(([name]) => name === 'Functions, GB-seconds')?.[column] ?? '';
  expect(priced.startsWith(`(${parts.join(' + ')} − 100000)`)).toBe(true);
});

/** What is assumed and said in the text. */
const assumed = new Set(['0.04392', '0.25', '0.5184', '0.7', '0.3', '0.1']);

test('each price that is reckoned with is in the list of prices, and each of these is used', () => {
  const listed = new Set(
    rows
      .filter((row) => row.length === 3)
      .slice(2)
      .map(([, price = '']) => price),
  );
  const used = new Set(sums.flatMap(({ formula }) => formula.match(/\d+\.\d+/g) ?? []));
  expect([...used].filter((number) => !listed.has(number) && !assumed.has(number))).toEqual([]);
  expect([...listed].filter((price) => !used.has(price))).toEqual([]);
});

const sources = await readSources();
const settings = shopSettings(sources);
const main = sources.get('main.bicep') ?? '';
const fallback = (name: string) => Number(new RegExp(`param ${name} int = (\\d+)`).exec(main)?.[1]);

/** How often a schedule comes in 30 days, where it comes evenly. */
function timesAMonth(pattern = ''): number {
  const cron = new Cron(pattern, { mode: '6-part', timezone: 'UTC', paused: true });
  const [first, second] = cron.nextRuns(2, new Date(Date.UTC(2026, 0, 1)));
  return (30 * 86_400_000) / (Number(second) - Number(first));
}

test('the figures are those of the settings and templates', () => {
  const gigabytes = fallback('instanceMemoryMB') / 1024;
  const sweeps = timesAMonth(settings['TASK_SWEEP_SCHEDULE']);
  const syncs = timesAMonth(settings['SYNC_SCHEDULE']);
  expect(block).toContain(`(${sweeps} + ${syncs}) × 1 × ${gigabytes} =`);
  expect(block).toContain(`${timesAMonth(settings['RETRAIN_SCHEDULE'])} × 300 × ${gigabytes} =`);
  expect(block).toContain(
    `(${timesAMonth(parseConfig({}).tasks.sweepSchedule)} × 1 × ${gigabytes} −`,
  );
  const busy = stringsOf(sources, 'modules/data/cosmos.bicep', 'busyContainers').length;
  const all: unknown = JSON.parse(sources.get('modules/cosmos-containers.json') ?? '');
  const quiet = (Array.isArray(all) ? all.length : 0) - busy;
  const throughput = fallback('cosmosMaximumThroughput');
  expect(block).toContain(`10 % of ${busy} × ${throughput} and ${quiet} × 1000`);
  expect(block).toContain(`730 × ${(busy * throughput + quiet * 1000) / 10} ÷ 100`);
});

test('alerts and private endpoints are as many as the templates make', () => {
  const items = (variable: string) => {
    const value = variableOf(sources, 'modules/alerts.bicep', variable);
    return value.kind === 'array' ? value.items.length : 0;
  };
  const series = items('metricsOfAll') + items('metricsOfQueues') * Object.keys(queueNames).length;
  expect(block).toContain(`${items('queriesOfAll')} × 0.50 + ${series} × 0.10`);
  const modules = [...parseSources(sources).templates].flatMap(([path, template]) =>
    statementsOf(template, 'module').flatMap((module) =>
      module.path.endsWith('private-endpoint.bicep')
        ? [{ path, isLoop: module.value.kind === 'for' }]
        : [],
    ),
  );
  // The storage account has one for each of three services.
  const endpoints = modules.length + (modules.some(({ isLoop }) => isLoop) ? 2 : 0);
  expect(block).toContain(`${endpoints} × 730 × 0.01 + 730 × 0.928`);
  expect(block).toContain(`${endpoints - 1} × 730 × 0.01 =`);
});
