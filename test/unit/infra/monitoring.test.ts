import { expect, test } from 'vitest';
import { z } from 'zod';
import { taskKinds } from '../../../shared/domain/tasks/task.js';
import { readSources } from '../../support/bicep/templates.js';

const sources = await readSources();

const tables = ['requests', 'dependencies', 'customMetrics', 'customEvents', 'exceptions'];
/** Without comments, which begin a line. */
const plain = (query: string) => query.replaceAll(/^\/\/.*\n/gm, '');
const tableOf = (query: string) => /^\w+/.exec(plain(query))?.[0];

const workbook = z.object({
  version: z.literal('Notebook/1.0'),
  items: z.array(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal(1), content: z.object({ json: z.string() }) }),
      z.object({
        type: z.literal(3),
        name: z.string(),
        content: z.object({ query: z.string(), title: z.string() }),
      }),
      z.object({
        type: z.literal(9),
        content: z.object({ parameters: z.array(z.object({ name: z.string() })) }),
      }),
    ]),
  ),
});
const { items } = workbook.parse(JSON.parse(sources.get('modules/workbook.json') ?? ''));
const ofWorkbook = items.flatMap((item) => (item.type === 3 ? [item] : []));
const alerts = [...sources].filter(([path]) => path.endsWith('.kql'));

test('each part of the workbook has its own name and asks a table of Application Insights', () => {
  expect(ofWorkbook.length).toBeGreaterThan(8);
  expect(new Set(ofWorkbook.map(({ name }) => name)).size).toBe(ofWorkbook.length);
  for (const { content } of ofWorkbook) expect(tables).toContain(tableOf(content.query));
});

test('each alert on a query asks a table of Application Insights, and finds rows while all is not well', () => {
  expect(alerts.length).toBe(3);
  for (const [, query] of alerts) {
    expect(tables).toContain(tableOf(query));
    expect(plain(query).trim().split('\n').at(-1)).toMatch(/^\| where /);
  }
});

test('kinds of tasks are called as the code calls them', () => {
  const queries = [
    ...ofWorkbook.map(({ content }) => content.query),
    ...alerts.map(([, query]) => query),
  ];
  const named = queries.flatMap((query) =>
    [...query.matchAll(/'task (\S+)'/g)].map(([, kind]) => kind),
  );
  expect(named).toContain('retrain');
  expect(named.filter((kind) => !taskKinds.some((known) => known === kind))).toEqual([]);
});
