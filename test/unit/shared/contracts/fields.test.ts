import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { check } from '../../../../shared/contracts/complaints.js';
import {
  filterField,
  idField,
  numericIdField,
  prose,
  queryNumber,
  timeField,
  urlField,
} from '../../../../shared/contracts/fields.js';

const accepts = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;
const parsed = (value: unknown) => {
  const result = check(timeField, value);
  return result.ok ? result.value : undefined;
};

test('any well-formed text of 1 to 512 characters without control characters is an id', () => {
  const printable = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(printable, (id) => {
      fc.pre(!/\p{Cc}/u.test(id) && id.length <= 512);
      expect(accepts(idField, id)).toBe(true);
    }),
  );
  for (const id of ['', 'a\0', 'a\nb', '\u007f', '\ud800', 'x\udc00', 'x'.repeat(513), 5, null]) {
    expect(accepts(idField, id), JSON.stringify(id)).toBe(false);
  }
});

test('an id that may be a number is given back as it came', () => {
  for (const id of [0, -5, 9_007_199_254_740_991, '5', 'a']) {
    expect(check(numericIdField, id)).toEqual({ ok: true, value: id });
  }
  for (const id of [1.5, Number.NaN, 1e20, true, {}])
    expect(accepts(numericIdField, id)).toBe(false);
});

test('prose may have line breaks, but no other control characters', () => {
  expect(accepts(prose(20), 'one\r\n\ttwo')).toBe(true);
  expect(accepts(prose(20), '')).toBe(true);
  expect(accepts(prose(20), 'bell\u0007')).toBe(false);
});

test('a time in any of its forms is the same moment', () => {
  const moment = Date.UTC(2026, 0, 31, 9, 30);
  const forms = ['2026-01-31T09:30:00Z', '2026-01-31T10:30+01:00', '2026-01-31T09:30', moment];
  for (const form of [...forms, moment / 1000]) expect(parsed(form)).toBe(moment);
  expect(parsed('1970-01-01')).toBe(0);
  expect(parsed(1_767_225_600.25)).toBe(1_767_225_600_250);
});

test('a time an hour ahead passes for a clock that is fast, one two days ahead does not', () => {
  const hourMs = 3_600_000;
  expect(parsed(Date.now() + hourMs)).toBeDefined();
  expect(parsed(Date.now() + 48 * hourMs)).toBeUndefined();
});

test.each(['', 'now', '2026-13-01', '2026-02-30', '12/31/2026', -1, 1e300, Number.NaN, null, {}])(
  '%s is no time',
  (value) => expect(parsed(value)).toBeUndefined(),
);

test('an address is of the web or of this origin', () => {
  for (const url of ['https://a.example/b?c=d', 'http://a.example', '/pictures/1.svg']) {
    expect(accepts(urlField, url), url).toBe(true);
  }
  for (const url of ['javascript:alert(1)', 'ftp://a', '//a.example', 'a/b', 'https://', '']) {
    expect(accepts(urlField, url), url).toBe(false);
  }
});

test('a number of a query is plain and in its range', () => {
  const share = queryNumber({ min: 0, max: 1 });
  for (const value of ['0', '1', '0.25']) expect(accepts(share, value)).toBe(true);
  for (const value of ['', '1.1', '-0.1', '.5', '1e-1', 'NaN', 0.5]) {
    expect(accepts(share, value), String(value)).toBe(false);
  }
});

test('a filter is parsed, and its mistake is told with its place', () => {
  expect(check(filterField, 'price < 5')).toMatchObject({ ok: true, value: { kind: 'compare' } });
  expect(check(z.object({ filter: filterField }), { filter: 'price <' })).toMatchObject({
    ok: false,
    complaints: [{ path: 'filter', message: expect.stringContaining('at character 8') }],
  });
});
