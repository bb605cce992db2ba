import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  emptyEmbeddedVectors,
  openEmbeddedVectors,
} from '../../../../../../shared/adapters/embedded/vectors/open-vectors.js';
import { made, spaceOf } from '../../../../../contract/vectors.js';

const space = spaceOf(2);

describe('openEmbeddedVectors', () => {
  let folder = '';
  const file = () => join(folder, 'vectors.db');
  const refusal = () => expect(() => openEmbeddedVectors(folder).close());
  /** Does something to the file behind the store's back. */
  function tamper(sql: string): void {
    const database = new Libsql(file());
    database.exec(sql);
    database.close();
  }
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes the folder and those above it', () => {
    const deep = join(folder, 'a', 'b ü');
    openEmbeddedVectors(deep).close();
    expect(readdirSync(deep)).toContain('vectors.db');
  });

  it('refuses a folder that is a file', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => openEmbeddedVectors(join(folder, 'file'))).toThrow('cannot be used: EEXIST');
  });

  it('refuses what is not a database', () => {
    writeFileSync(file(), 'no database '.repeat(999));
    refusal().toThrow(`${file()}: The store's file is not a database`);
  });

  it('refuses a database of something else and leaves it as it was', () => {
    tamper('CREATE TABLE recipes (name TEXT)');
    refusal().toThrow(`${file()}: This is a database, but none of this program`);
  });

  it('refuses vectors that a newer program stored', () => {
    openEmbeddedVectors(folder).close();
    tamper('PRAGMA user_version = 2');
    refusal().toThrow('its schema version is 2, this one reads 1');
  });

  it('shows a write of one to the others at once', async () => {
    const [one, other] = [openEmbeddedVectors(folder), openEmbeddedVectors(folder)];
    await one.vectors.put(space, [made('a', [1, 0])]);
    await other.vectors.put(space, [made('b', [1, 0])]);
    const { put } = await one.vectors.changesAfter(space, undefined, 10);
    expect(put.itemIds).toEqual(['a', 'b']);
    one.close();
    other.close();
  });

  it('is unavailable after its close', async () => {
    const { vectors, close } = openEmbeddedVectors(folder);
    close();
    const unavailable = { code: 'unavailable' };
    await expect(vectors.active('text')).rejects.toMatchObject(unavailable);
    await expect(vectors.put(space, [made('a', [1, 0])])).rejects.toMatchObject(unavailable);
    await expect(vectors.dropSpace(space)).rejects.toMatchObject(unavailable);
  });

  it('refuses to read a vector that is none of its space', async () => {
    const before = openEmbeddedVectors(folder);
    await before.vectors.put(space, [made('a', [1, 0])]);
    before.close();
    tamper(`UPDATE vectors SET vector = x'00000000'`);
    const { vectors, close } = openEmbeddedVectors(folder);
    await expect(vectors.changesAfter(space, undefined, 10)).rejects.toThrow(
      'The store holds something else than vectors of test@1/2. Remove vectors.db',
    );
    close();
  });

  it('forgets everything when asked, and lets nobody go on from before', async () => {
    emptyEmbeddedVectors(folder);
    expect(readdirSync(folder)).toEqual([]);
    const { vectors, close } = openEmbeddedVectors(folder);
    await vectors.put(space, [made('a', [1, 0])]);
    await vectors.activate('text', space);
    const { cursor } = await vectors.changesAfter(space, undefined, 10);
    emptyEmbeddedVectors(folder);
    expect(await vectors.spaces()).toEqual([]);
    expect(await vectors.active('text')).toBeUndefined();
    await vectors.put(space, [made('b', [1, 0])]);
    await expect(vectors.changesAfter(space, cursor, 10)).rejects.toMatchObject({
      code: 'invalid',
    });
    expect((await vectors.changesAfter(space, undefined, 10)).put.itemIds).toEqual(['b']);
    close();
  });

  it('drops the rest of a space whose dropping was cut short', async () => {
    const { vectors, close } = openEmbeddedVectors(folder);
    const rows = Array.from({ length: 1_500 }, (_, at) => made(`${at}`, [1, at]));
    await vectors.put(space, rows);
    const cutShort = vectors.dropSpace(space);
    close();
    await expect(cutShort).rejects.toMatchObject({ code: 'unavailable' });
    const again = openEmbeddedVectors(folder);
    expect(await again.vectors.spaces()).toEqual([{ space, size: 1_000 }]);
    await again.vectors.dropSpace(space);
    expect(await again.vectors.spaces()).toEqual([]);
    again.close();
  });
});
