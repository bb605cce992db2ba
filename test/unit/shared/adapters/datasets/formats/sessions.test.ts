import { describe, expect, it } from 'vitest';
import {
  sequences,
  sessions,
} from '../../../../../../shared/adapters/datasets/formats/sessions.js';
import { importedAt, readFiles, readFolder } from '../../../../../support/datasets.js';

const times = (events: readonly { readonly ts: number }[]) => events.map((event) => event.ts);
const isRising = (values: readonly number[]) =>
  values.every((value, index) => index === 0 || value > (values[index - 1] ?? 0));

describe('sessions', () => {
  it('makes a session of each line, in order, the last one ending at the import', async () => {
    const { events } = await readFolder(sessions, { 'train.txt': '5 7 7\n\n9\n', 'a.csv': '1' });
    expect(events.map((event) => [event.sessionId, event.itemId, event.type])).toEqual([
      ['train.txt:1', '5', 'view'],
      ['train.txt:1', '7', 'view'],
      ['train.txt:1', '7', 'view'],
      ['train.txt:3', '9', 'view'],
    ]);
    expect(new Set(events.map((event) => event.id)).size).toBe(4);
    expect(isRising(times(events))).toBe(true);
    expect(events.at(-1)?.ts).toBe(importedAt);
  });

  it('takes another type, and only one that the shop knows', async () => {
    const { events } = await readFiles(sessions, { 'a.txt': '1' }, { defaultType: 'order' });
    expect(events).toMatchObject([{ type: 'order' }]);
    await expect(readFiles(sessions, { 'a.txt': '1' }, { defaultType: 'eat' })).rejects.toThrow(
      /--type: expected one of view, .* got "eat"/,
    );
  });
});

describe('sequences', () => {
  it('gives each user their items, oldest first', async () => {
    const { events } = await readFolder(sequences, { 'b.txt': 'ann 3 1 2\nbob 4\n' });
    expect(events.map((event) => [event.userId, event.itemId])).toEqual([
      ['ann', '3'],
      ['ann', '1'],
      ['ann', '2'],
      ['bob', '4'],
    ]);
    expect(isRising(times(events.slice(0, 3)))).toBe(true);
    expect(events.at(-1)?.ts).toBe(importedAt);
  });

  it('keeps the order of a user who has a line per item', async () => {
    const { events } = await readFiles(sequences, { 'sas.txt': '1 8\n1 6\n1 8\n' });
    expect(isRising(times(events))).toBe(true);
    expect(new Set(events.map((event) => event.id)).size).toBe(3);
  });

  it('stays after 1970 for a user of very many items', async () => {
    const line = `1 ${Array.from({ length: 60_000 }, (_, index) => index).join(' ')}`;
    const { events, rejected } = await readFiles(sequences, { 'a.txt': line });
    expect(rejected).toEqual([]);
    expect(isRising(times(events))).toBe(true);
    expect(events[0]?.ts).toBeGreaterThan(importedAt - 366 * 86_400_000);
  });

  it('rejects a user without items', async () => {
    const { rejected } = await readFiles(sequences, { 'a.txt': '1\n' });
    expect(rejected).toMatchObject([{ line: 1 }]);
  });
});
