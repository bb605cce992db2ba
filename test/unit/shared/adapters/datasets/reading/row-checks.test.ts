import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemIdOfName } from '../../../../../../shared/adapters/datasets/reading/item-name.js';
import {
  readId,
  readProse,
  readTime,
  shortened,
} from '../../../../../../shared/adapters/datasets/reading/row-checks.js';
import { idField, timeField } from '../../../../../../shared/contracts/fields.js';

const latest = Date.UTC(2026, 0, 1);

describe('times', () => {
  it.each([
    ['2014-04-07T10:51:09.277Z', Date.UTC(2014, 3, 7, 10, 51, 9, 277)],
    ['2014-04-07 10:51:09', Date.UTC(2014, 3, 7, 10, 51, 9)],
    ['2014-04-07T10:51+02:00', Date.UTC(2014, 3, 7, 8, 51)],
    ['2014-04-07', Date.UTC(2014, 3, 7)],
    ['2020-01-01 01:01:01.000000001 +0000 UTC', Date.UTC(2020, 0, 1, 1, 1, 1)],
    ['2020-01-01 01:01:01 UTC', Date.UTC(2020, 0, 1, 1, 1, 1)],
    ['881250949', 881_250_949_000],
    [881_250_949, 881_250_949_000],
    ['1433221332117', 1_433_221_332_117],
    [1_433_221_332_117, 1_433_221_332_117],
    [0, 0],
  ])('reads %j', (given, expected) => {
    expect(readTime(given, 'time', latest)).toBe(expected);
  });

  it.each([
    'yesterday',
    '2014-13-07',
    '07/04/2014',
    '',
    null,
    true,
    Number.NaN,
    -1,
    '1969-12-31',
    '2026-01-02',
    1e18,
  ])('refuses %j', (given) => {
    expect(() => readTime(given, 'time', latest)).toThrow(/^time: expected a time from 1970/);
  });
});

describe('ids', () => {
  it.each([
    ['a/b c', 'a/b c'],
    ['日本', '日本'],
    [42, '42'],
    ['__proto__', '__proto__'],
    ['x'.repeat(512), 'x'.repeat(512)],
  ])('takes %j', (given, expected) => {
    expect(readId(given, 'item')).toBe(expected);
  });

  it.each(['', 'x'.repeat(513), 'a\0b', 'a\nb', '\uD800', 1.5, 1e300, null, undefined, {}])(
    'refuses %j',
    (given) => {
      expect(() => readId(given, 'item')).toThrow(/^item: expected 1 to 512 characters/);
    },
  );
});

describe('the limits of imported rows', () => {
  const isTaken = (read: () => unknown) => {
    try {
      read();
      return true;
    } catch {
      return false;
    }
  };

  it('are those of the API for ids', () => {
    const parts = fc.constantFrom('a', '/', '\0', '\n', '\u{85}', '\uD800', '😀', 'x'.repeat(300));
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 4 }), (chosen) => {
        const id = chosen.join('');
        expect(isTaken(() => readId(id, 'item'))).toBe(idField.safeParse(id).success);
      }),
    );
  });

  it('are those of the API for times', () => {
    const times = fc.oneof(
      fc.integer(),
      fc.double(),
      fc.maxSafeInteger(),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.string(),
    );
    const latestOfApi = Date.now() + 86_400_000;
    fc.assert(
      fc.property(times, (time) => {
        const ours = isTaken(() => readTime(time, 'time', latestOfApi));
        // Text of digits is a time in a file; in JSON it would be a number.
        const theirs = typeof time === 'string' && /^\d/.test(time) && !/-/.test(time);
        expect(ours).toBe(theirs ? ours : timeField.safeParse(time).success);
      }),
    );
  });
});

describe('text', () => {
  it('may have line breaks where it is prose, and no other control characters', () => {
    expect(readProse('a\nb\tc', 'description', 10)).toBe('a\nb\tc');
    expect(() => readProse('a\0', 'description', 10)).toThrow(/^description: expected at most 10/);
    expect(() => readProse('x'.repeat(11), 'description', 10)).toThrow(/at most 10 characters/);
  });

  it('is shortened without cutting a character in half', () => {
    expect(shortened('a😀b', 2)).toBe('a😀');
    expect(shortened('abc', 3)).toBe('abc');
  });
});

describe('ids made of names', () => {
  it.each([
    ['Blue Mug', 'blue-mug'],
    ['  blue   MUG! ', 'blue-mug'],
    ['Ｂｌｕｅ mug', 'blue-mug'],
    ['青いマグ', '青いマグ'],
  ])('turn %j into %j', (name, id) => {
    expect(itemIdOfName(name)).toBe(id);
  });

  it('tell long names and names without letters apart', () => {
    const ids = [`${'a'.repeat(200)}1`, `${'a'.repeat(200)}2`, '!!!', '???'].map(itemIdOfName);
    expect(new Set(ids).size).toBe(4);
    expect(ids[2]).toMatch(/^item-[0-9a-f]{12}$/);
    expect(Math.max(...ids.map((id) => id.length))).toBeLessThan(120);
  });
});
