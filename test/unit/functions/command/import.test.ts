import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  describeUsage,
  parseImportArguments,
} from '../../../../functions/command/import-arguments.js';
import { describeOutcome } from '../../../../functions/command/import-report.js';
import { runImport } from '../../../../functions/command/run-import.js';
import { composeDatasetImport } from '../../../../functions/compose/dataset-import.js';
import { parseConfig } from '../../../../shared/config.js';
import { isFruitless, noCounts } from '../../../../shared/domain/import-outcome.js';
import { folderWith } from '../../../support/datasets.js';
import { recordsIn } from '../../../support/task-records.js';

const { formats } = composeDatasetImport(parseConfig({}));
const parse = (...given: string[]) => parseImportArguments(given, formats);

describe('the arguments of an import', () => {
  it('are a format and files', () => {
    expect(parse('--format', 'otto', 'a.jsonl', 'b.jsonl')).toMatchObject({
      kind: 'import',
      format: { name: 'otto' },
      paths: ['a.jsonl', 'b.jsonl'],
    });
  });

  it('need not name a format that alone calls its files so', () => {
    expect(parse('a.parquet', 'B.PARQUET')).toMatchObject({ format: { name: 'parquet' } });
    expect(parse('a.ndjson.gz')).toMatchObject({ format: { name: 'ndjson' } });
    expect(() => parse('a.parquet', 'a.ndjson')).toThrow(/no --format/);
    expect(() => parse('a.csv')).toThrow(/no --format/);
  });

  it('may be addresses, which are of no folder here', async () => {
    const address = 'https://elsewhere.example/exports/a.parquet';
    const complaints: string[] = [];
    const status = await runImport([address], {
      ...{ config: parseConfig({}), datasets: composeDatasetImport(parseConfig({})) },
      ...{ folder: '/somewhere', signal: new AbortController().signal, print: () => undefined },
      complain: (text) => complaints.push(text),
    });
    expect(status).toBe(1);
    expect(complaints.join()).toContain('expected an address of Blob Storage');
  });

  it('may say columns and a type', () => {
    const request = parse('--format=csv', 'a', '--columns', 'user=uid, item=sku', '--type', 'view');
    expect(request).toMatchObject({ columns: { user: 'uid', item: 'sku' }, defaultType: 'view' });
  });

  it.each([[[]], [['--help']], [['-h']]])('may ask for help: %j', (given) => {
    expect(parse(...given)).toEqual({ kind: 'help' });
  });

  it.each([
    [['a.jsonl'], /^no --format; expected one of otto, movielens-100k/],
    [['--format', 'xml', 'a'], /^no format "xml"; expected one of otto/],
    [['--format', 'otto'], /^which files\? For instance --format otto train\.jsonl$/],
    [
      ['--format', 'csv', 'a', '--columns', 'user'],
      /^--columns: expected FIELD=COLUMN, got "user"$/,
    ],
    [['--format', 'csv', 'a', '--columns', 'user='], /expected FIELD=COLUMN/],
    [['--formt', 'csv'], /Unknown option '--formt'/],
  ])('are refused with a reason: %j', (given, message) => {
    expect(() => parse(...given)).toThrow(message);
  });

  it('are explained with an example of each format', () => {
    const usage = describeUsage(formats);
    for (const { name, example } of formats) expect(usage).toContain(`--format ${name} ${example}`);
  });
});

const outcome = { counts: noCounts, countsBefore: noCounts, isComplete: true, rejectLogs: [] };
const api = 'http://localhost:7071/api';

describe('the report of an import', () => {
  it('says what is new and what to try next', () => {
    const counts = { ...noCounts, accepted: 1_234, items: 1, users: 2 };
    const shopper = { userId: "o'hara/1", itemId: 'i' };
    expect(describeOutcome({ ...outcome, counts, shopper }, api)).toBe(
      [
        'Imported 1,234 events, 1 item, 2 users.',
        '',
        'Next: npm start, and then',
        `  curl '${api}/recommendations/o%27hara%2F1?limit=5'`,
      ].join('\n'),
    );
  });

  it('asks for what goes with an item where nobody is known by name', () => {
    const shopper = { sessionId: 's', itemId: 'mug 1' };
    expect(describeOutcome({ ...outcome, shopper }, api)).toContain(
      `curl '${api}/items/mug%201/similar?limit=5'`,
    );
  });

  it('says that everything was there, in an earlier run or in another file', () => {
    const some = { ...noCounts, accepted: 5, items: 2 };
    expect(describeOutcome({ ...outcome, countsBefore: some }, api)).toBe(
      'Everything was there already: 5 events, 2 items, 0 users. Nothing was added.',
    );
    const twice = { ...noCounts, duplicates: 5 };
    expect(describeOutcome({ ...outcome, counts: twice }, api)).toMatch(/^Everything .* 5 events/);
  });

  it('tells new events from old ones, and where the bad rows are', () => {
    const counts = { ...noCounts, accepted: 1, duplicates: 2, rejected: 1 };
    const text = describeOutcome(
      { ...outcome, counts, isComplete: false, rejectLogs: ['/r/a.ndjson'] },
      api,
    );
    expect(text).toBe(
      [
        'Imported 1 event, 0 items, 0 users.',
        '2 events had been there already.',
        '1 bad row left out; see',
        '  /r/a.ndjson',
        'Stopped before the end; the same command goes on from here.',
      ].join('\n'),
    );
  });

  it('admits that nothing came of it', () => {
    const counts = { ...noCounts, rejected: 3 };
    expect(describeOutcome({ ...outcome, counts }, api)).toMatch(/^Nothing was imported\.\n3 bad/);
    expect(isFruitless({ ...outcome, counts })).toBe(true);
    expect(isFruitless({ ...outcome, counts: { ...counts, duplicates: 1 } })).toBe(false);
    expect(isFruitless(outcome)).toBe(false);
  });
});

async function run(folder: string, ...given: string[]) {
  return runUntil(new AbortController().signal, folder, given);
}

async function runUntil(signal: AbortSignal, folder: string, given: readonly string[]) {
  const config = parseConfig({ DATA_DIR: `${folder}/data` });
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const datasets = composeDatasetImport(config);
  const status = await runImport(given, {
    config,
    datasets,
    folder,
    signal,
    print: say,
    complain: say,
  });
  return { status, said: said.join('\n') };
}

const click = '{"session":1,"events":[{"aid":1,"ts":1661724000278,"type":"clicks"}]}\n';

describe('the import command', () => {
  it('imports files that are named from where the user stands', async () => {
    const { status, said } = await run(
      folderWith({ 'a.jsonl': click }),
      '--format',
      'otto',
      'a.jsonl',
    );
    expect(said).toContain('Imported 1 event, 1 item, 0 users.');
    expect(status).toBe(0);
  });

  it('reads a table as it is told to', async () => {
    const folder = folderWith({ 'log.csv': 'who,what,at\nann,mug,2026-01-02\n' });
    const columns = ['--columns', 'user=who,item=what,time=at', '--type', 'order'];
    const { status, said } = await run(folder, '--format', 'csv', ...columns, 'log.csv');
    expect(said).toContain('/api/recommendations/ann?limit=5');
    expect(status).toBe(0);
  });

  it('ends with 130 where it was stopped, and says how to go on', async () => {
    const folder = folderWith({ 'a.jsonl': click });
    const given = ['--format', 'otto', 'a.jsonl'];
    expect(await runUntil(AbortSignal.abort(), folder, given)).toEqual({
      status: 130,
      said: 'Nothing was imported.\nStopped before the end; the same command goes on from here.',
    });
  });

  it('does not hide a failure that nobody foresaw', async () => {
    const datasets = { formats, run: () => Promise.reject(new TypeError('a bug')) };
    const command = {
      config: parseConfig({}),
      datasets,
      folder: '.',
      signal: new AbortController().signal,
      print: () => undefined,
      complain: () => undefined,
    };
    await expect(runImport(['--format', 'otto', 'a'], command)).rejects.toThrow('a bug');
  });

  it('ends with 1 and one line where a file is missing or useless', async () => {
    const folder = folderWith({ 'a.jsonl': 'nonsense\n' });
    expect(await run(folder, '--format', 'otto', 'b.jsonl')).toEqual({
      status: 1,
      said: `tastemaker: ${folder}/b.jsonl: no such file or folder`,
    });
    expect(await run(folder, '--format', 'otto', 'a.jsonl')).toMatchObject({ status: 1 });
  });

  it('ends with 2 where it was asked wrongly and with 0 where help was wanted', async () => {
    expect(await run('.', '--format', 'xml', 'a')).toMatchObject({
      status: 2,
      said: expect.stringMatching(/^tastemaker: no format "xml"/),
    });
    expect(await run('.', '--help')).toMatchObject({
      status: 0,
      said: expect.stringMatching(/npm run import/),
    });
  });
});

describe('the record of an import command', () => {
  const given = ['--format', 'otto', 'a.jsonl'];
  const newest = async (folder: string) => (await recordsIn(`${folder}/data`))[0];

  it('is that of a task like any other', async () => {
    const folder = folderWith({ 'a.jsonl': `${click}nonsense\n` });
    await run(folder, ...given);
    expect(await newest(folder)).toMatchObject({
      ...{ kind: 'import', owner: '/shop', status: 'completed', attempt: 1 },
      request: { format: 'otto', paths: [`${folder}/a.jsonl`] },
      result: { counts: { accepted: 1, rejected: 1, items: 1 }, rejectLogs: [expect.any(String)] },
    });
  });

  it('says that it was stopped', async () => {
    const folder = folderWith({ 'a.jsonl': click });
    await runUntil(AbortSignal.abort(), folder, given);
    expect(await newest(folder)).toMatchObject({ status: 'cancelled' });
  });

  it('says why it failed, and that there will be no other attempt', async () => {
    const folder = folderWith({ 'a.jsonl': 'nonsense\n'.repeat(200) });
    const { status, said } = await run(folder, ...given);
    expect(status).toBe(1);
    const { status: end, reason } = (await newest(folder)) ?? {};
    expect(end).toBe('failed');
    expect(said).toBe(`tastemaker: ${reason}`);
  });

  it('is not made where there is nothing to read', async () => {
    const folder = folderWith({ 'a.jsonl': click });
    await run(folder, '--format', 'otto', 'b.jsonl');
    expect(existsSync(`${folder}/data`)).toBe(false);
  });
});
