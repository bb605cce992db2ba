import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startLocal } from '../../../../functions/host/start-local.js';
import { documentedApi } from '../../../../functions/http/documentation.js';
import { importTrigger } from '../../../../functions/http/imports.js';
import { datasetFormats } from '../../../../shared/adapters/datasets/dataset-formats.js';
import { call } from '../../../support/call.js';
import { importHouse } from '../../../support/import-tasks.js';

const adminKey = 'an-admin-key-for-tests';
const apiKey = 'a-key-for-anybody-else';
const click = '{"session":1,"events":[{"aid":1,"ts":1661724000278,"type":"clicks"}]}\n';

interface Problem {
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

let house: Awaited<ReturnType<typeof importHouse>>;
let server: Awaited<ReturnType<typeof startLocal>>;
beforeEach(async () => {
  house = await importHouse({
    'a.jsonl': click,
    'b.jsonl': click,
    'log.csv': 'who,what,at\nann,mug,5\n',
  });
  const { telemetry, startImport } = house;
  const keys = { apiKeys: [apiKey], adminKeys: [adminKey], corsOrigins: [] };
  const edge = { ...keys, telemetry, newId: () => 'id' };
  const triggers = documentedApi([importTrigger({ ...edge, startImport })], {
    ...edge,
    version: '0.0.0',
  });
  server = await startLocal({ triggers }, { host: '127.0.0.1', port: 0 });
  onTestFinished(server.close);
});

const ask = (method: string, body?: unknown, key = adminKey) =>
  call(server, method, '/admin/imports', body, { 'x-functions-key': key });
const post = (body: unknown) => ask('POST', body);

async function refused(body: unknown): Promise<Problem> {
  const answer = await post(body);
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect((await house.manageTasks.list({ limit: 1 })).tasks).toEqual([]);
  return answer.body as Problem;
}

test('files that lie in the import folder are imported by a task', async () => {
  const answer = await post({ format: 'otto', files: ['a.jsonl', 'b.jsonl'] });
  expect(answer.status).toBe(202);
  expect(answer.body).toMatchObject({ kind: 'import', status: 'pending', progress: 0 });
  const { task_id: id } = answer.body as { readonly task_id: string };
  expect(answer.headers.get('location')).toBe(`/api/admin/tasks/${id}`);
  expect(answer.headers.get('retry-after')).toBe('1');
  const task = await house.manageTasks.get(id, '/shop');
  expect(await house.worker().work(task)).toMatchObject({
    status: 'completed',
    result: { counts: { accepted: 1, duplicates: 1 } },
  });
});

test('a table is read as the request says', async () => {
  const columns = { user: 'who', item: 'what', time: 'at' };
  const { status, body } = await post({
    format: 'csv',
    files: ['log.csv'],
    columns,
    type: 'order',
  });
  expect(status).toBe(202);
  const task = await house.manageTasks.get((body as { task_id: string }).task_id, undefined);
  expect(await house.worker().work(task)).toMatchObject({ result: { counts: { accepted: 1 } } });
});

test('a second is refused with the id of the first, until that has ended', async () => {
  const first = await post({ format: 'otto', files: ['a.jsonl'] });
  const { task_id: id } = first.body as { readonly task_id: string };
  const second = await post({ format: 'otto', files: ['b.jsonl'] });
  expect(second.status).toBe(409);
  expect((second.body as Problem).detail).toBe(`an import is under way already: task ${id}`);
  await house.manageTasks.cancel(id, undefined);
  expect((await post({ format: 'otto', files: ['b.jsonl'] })).status).toBe(202);
});

describe('a request that makes no sense changes nothing', () => {
  test('an unknown format is told the known ones', async () => {
    const { detail, errors } = await refused({ format: 'xml', files: ['a.jsonl'] });
    for (const { name } of datasetFormats) expect(detail).toContain(name);
    expect(errors).toMatchObject([
      { path: 'format', message: expect.stringMatching(/got "xml"$/) },
    ]);
  });

  test.each([
    ['is not there', 'gone.jsonl', 'there is no such file in the import folder, got "gone.jsonl"'],
    ['lies above the folder', '../a.jsonl', /^expected the name of a file .*got "\.\.\/a\.jsonl"$/],
    ['is an absolute path', '/etc/passwd', /^expected the name of a file .*got "\/etc\/passwd"$/],
    ['leads out of the folder', 'link', 'this link leads out of the import folder, got "link"'],
  ])('a file that %s is named', async (_, name, message) => {
    symlinkSync('/etc/hostname', join(house.folder, 'link'));
    const { errors } = await refused({ format: 'otto', files: ['a.jsonl', name] });
    expect(errors).toEqual([{ path: 'files.1', message: expect.stringMatching(message) }]);
  });

  test('a file of another format is named as the request names it', async () => {
    mkdirSync(join(house.folder, 'sub'));
    writeFileSync(join(house.folder, 'sub', 'a.txt'), 'x\n');
    const { detail } = await refused({ format: 'gorse', files: ['sub/a.txt'] });
    expect(detail).toMatch(/^sub\/a\.txt: not a file that format gorse knows/);
  });

  test.each([
    [{ format: 'otto', files: ['a.jsonl'], columns: { user: 'u' } }, /columns means nothing to/],
    [{ format: 'otto', files: ['a.jsonl'], type: 'view' }, /type means nothing to/],
    [{ format: 'csv', files: ['log.csv'], type: 'sneeze' }, /expected one of .*got "sneeze"/],
  ])('what the format cannot do is said: %j', async (body, reason) => {
    expect((await refused(body)).detail).toMatch(reason);
  });

  test.each([
    [{}, ['format', 'files']],
    [{ format: 'otto', files: [] }, ['files']],
    [{ format: 'otto', files: 'a.jsonl' }, ['files']],
    [{ format: 'otto', files: Array.from({ length: 101 }, () => 'a.jsonl') }, ['files']],
    [{ format: 'otto', files: ['a\u0000b'] }, ['files.0']],
    [{ format: 'otto', files: ['x'.repeat(1_025)] }, ['files.0']],
    [{ format: 7, files: ['a.jsonl'] }, ['format']],
    [{ format: 'csv', files: ['log.csv'], columns: { user: 7 } }, ['columns.user']],
    [{ format: 'otto', files: ['a.jsonl'], paths: ['/etc'] }, ['paths']],
  ])('what is wrong is named: %j', async (body, paths) => {
    const { errors = [] } = await refused(body);
    expect(errors.map(({ path }) => path)).toEqual(paths);
  });

  test('no body is missing one', async () => {
    expect((await ask('POST')).status).toBe(400);
  });

  test('more columns than there are fields are too many', async () => {
    const columns = Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`f${at}`, 'c']));
    const { errors } = await refused({ format: 'csv', files: ['log.csv'], columns });
    expect(errors).toMatchObject([{ path: 'columns' }]);
  });
});

test('only an admin may import', async () => {
  const body = { format: 'otto', files: ['a.jsonl'] };
  expect((await ask('POST', body, apiKey)).status).toBe(403);
  expect((await call(server, 'POST', '/admin/imports', body)).status).toBe(401);
});

test('there is nothing to get: imports are among the tasks', async () => {
  const answer = await ask('GET');
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
});
