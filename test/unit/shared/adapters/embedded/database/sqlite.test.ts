import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../../../../../shared/adapters/embedded/database/sqlite.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('A connection', () => {
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
