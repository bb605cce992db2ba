import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openSqlite,
  type Sqlite,
} from '../../../../../../shared/adapters/embedded/database/sqlite.js';

describe('A statement that failed', () => {
  let database: Sqlite;
  beforeEach(() => {
    database = openSqlite(':memory:');
    database.execute('CREATE TABLE names (name TEXT PRIMARY KEY) STRICT');
  });
  afterEach(() => database.close());

  const names = () => database.prepare('SELECT name FROM names ORDER BY name').rows().flat();

  it('writes what it is given next and not once more what it was given', () => {
    const insert = database.prepare('INSERT INTO names VALUES (?) RETURNING name');
    expect(insert.row('ann')).toEqual(['ann']);
    expect(() => insert.row('ann')).toThrow('UNIQUE');
    database.execute('DELETE FROM names');
    expect(insert.row('bob')).toEqual(['bob']);
    expect(insert.row('cleo')).toEqual(['cleo']);
    expect(names()).toEqual(['bob', 'cleo']);
  });

  it('reads what it is asked next', () => {
    const read = database.prepare('SELECT json(?)');
    expect(() => read.row('{"cut')).toThrow('malformed JSON');
    expect(read.row('[1]')).toEqual(['[1]']);
    expect(read.row('[2]')).toEqual(['[2]']);
  });

  it('may be asked for rows or run after one row could not be had', () => {
    const insert = database.prepare('INSERT INTO names VALUES (?) RETURNING name');
    insert.row('ann');
    expect(() => insert.row('ann')).toThrow('UNIQUE');
    expect(insert.rows('bob')).toEqual([['bob']]);
    expect(names()).toEqual(['ann', 'bob']);
  });
});

describe('A connection', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads a moment while its own write waits for another process', () => {
    const [mine, theirs] = [openSqlite(join(folder, 'a.db')), openSqlite(join(folder, 'a.db'))];
    mine.pragma('journal_mode = WAL');
    mine.execute('CREATE TABLE t (n INTEGER)');
    const count = mine.prepare('SELECT COUNT(*) FROM t');
    theirs.transaction(() => {
      theirs.execute('INSERT INTO t VALUES (1)');
      expect(() => mine.transaction(() => undefined)).toThrow('locked by another process');
      expect(mine.snapshot(() => count.row()?.[0])).toBe(0);
    });
    expect(mine.snapshot(() => count.row()?.[0])).toBe(1);
    for (const each of [mine, theirs]) each.close();
  });
});
