import { describe, expect, it } from 'vitest';
import { ids } from '../../../../../../shared/adapters/embedded/database/columns.js';
import {
  decodeEvent,
  decodeSession,
  decodeUser,
} from '../../../../../../shared/adapters/embedded/database/records.js';

const unreadable = (expected: string) => `The store holds something else than ${expected}`;

describe('records read back from the embedded store', () => {
  it('are refused where a column is of another type', () => {
    const good = [1, 'id', null, null, 'item', 'view', 5, null, null, null];
    expect(decodeEvent(good)).toStrictEqual({ id: 'id', itemId: 'item', type: 'view', ts: 5 });
    expect(() => decodeEvent(good.with(4, null))).toThrow(unreadable('a text: null'));
    expect(() => decodeEvent(good.with(6, '5'))).toThrow(unreadable('a number: 5'));
    expect(() => decodeEvent(good.with(2, 7))).toThrow(unreadable('a text: 7'));
    expect(() => decodeSession(['s', 1, 2, 3, 4])).toThrow(unreadable('a text: 1'));
    expect(() => decodeUser(['u', '7', 1])).toThrow(unreadable('a record: 7'));
    expect(() => ids('["a", 1]')).toThrow(unreadable('a list of ids'));
  });

  it('are refused where a record is no JSON', () => {
    expect(() => decodeUser(['u', '{"cut', 1])).toThrow(unreadable('a record: {"cut'));
    expect(() => ids('')).toThrow(unreadable('a list of ids: '));
  });

  it('are shown shortened', () => {
    const long = 'x'.repeat(1_000);
    expect(() => decodeUser(['u', long, 1])).toThrow(`${'x'.repeat(80)}. Restore`);
  });
});
