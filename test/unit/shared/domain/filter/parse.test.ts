import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../../shared/domain/errors.js';
import { parseFilter } from '../../../../../shared/domain/filter/parse.js';
import { arbitraryFilter, print } from './arbitrary-filter.js';

describe('parseFilter', () => {
  it('reads the example of the contract', () => {
    const filter = "price < 30 and categories has 'mugs' and not seller = 'x'";
    expect(parseFilter(filter)).toEqual({
      kind: 'and',
      terms: [
        { kind: 'compare', field: 'price', operator: '<', value: 30 },
        { kind: 'has', field: 'categories', value: 'mugs' },
        { kind: 'not', term: { kind: 'compare', field: 'seller', operator: '=', value: 'x' } },
      ],
    });
  });

  it('binds not before and, and before or, and lets parentheses override', () => {
    expect(parseFilter("id = 'a' or id = 'b' and not id = 'c'")).toMatchObject({
      kind: 'or',
      terms: [{ kind: 'compare' }, { kind: 'and', terms: [{ kind: 'compare' }, { kind: 'not' }] }],
    });
    expect(parseFilter("(id = 'a' or id = 'b') and id = 'c'")).toMatchObject({
      kind: 'and',
      terms: [{ kind: 'or' }, { kind: 'compare' }],
    });
  });

  it('takes keywords in any case', () => {
    expect(parseFilter('price IS NOT Null AND is_active = TRUE')).toEqual(
      parseFilter('price is not null and is_active = true'),
    );
  });

  it('doubles a quote to write one', () => {
    expect(parseFilter("seller = 'O''Neill'")).toMatchObject({ value: "O'Neill" });
  });

  it.each([
    ["created_at > date '2026-01-31'", Date.UTC(2026, 0, 31)],
    ["created_at > '2026-01-31T10:20:30Z'", Date.UTC(2026, 0, 31, 10, 20, 30)],
    ["created_at > '2026-01-31T10:20+02:00'", Date.UTC(2026, 0, 31, 8, 20)],
    ['created_at > 1700000000', 1_700_000_000_000],
    ['created_at > 1700000000123', 1_700_000_000_123],
  ])('reads a time in %s', (filter, value) => {
    expect(parseFilter(filter)).toMatchObject({ field: 'created_at', value });
  });

  it('reads attributes by name, quoted where it holds other characters', () => {
    expect(parseFilter("attributes.screen-size >= 6.1 and attributes.'two words' = true")).toEqual({
      kind: 'and',
      terms: [
        { kind: 'compare', field: 'attributes.screen-size', operator: '>=', value: 6.1 },
        { kind: 'compare', field: 'attributes.two words', operator: '=', value: true },
      ],
    });
  });

  it.each([
    ["price < 'x'", `expected a number after "price <" at character 9: price < ^'x'`],
    ['price < 1e999', 'expected a finite number at character 9: price < ^1e999'],
    ['price <', 'expected a number after "price <" at character 8: price <^'],
    ['', 'expected a field, "not" or "(" at character 1: ^'],
    ['colour = 1', 'unknown field "colour" (known: id, name,'],
    ['__proto__ = 1', 'unknown field "__proto__"'],
    ['constructor is null', 'unknown field "constructor"'],
    ['attributes. = 1', 'unknown field "attributes."'],
    [
      'name = "x"',
      `text stands in single quotes ('…'), not double ones at character 8: name = ^"x"`,
    ],
    ["name = 'x", "this text has no closing quote at character 8: name = ^'x"],
    ['price & 3', 'expected a field, a value or an operator, not this character, at character 7'],
    ["tags = 'x'", 'expected has or is (a list) after "tags" at character 6'],
    ['tags has 3', `expected a text ('…') after "tags has" at character 10`],
    ['attributes.a has true', `expected a text ('…') or a number after "attributes.a has"`],
    ["name has 'x'", 'expected =, !=, <, <=, >, >=, in or is after "name"'],
    ['price = null', 'write "price is null" to ask for a missing value at character 9'],
    ['price is nil', 'expected "null" or "not null" after "price is"'],
    ['price is not 3', 'expected "null" after "price is not"'],
    ['price in 3', 'expected "(" after "in"'],
    ['price in ()', 'expected a number after "price in ("'],
    ['price in (1 2)', 'expected "," or ")" after "1"'],
    ['price < 3 price > 2', 'expected "and", "or" or the end after "3" at character 11'],
    ['(price < 3', 'expected "and", "or" or ")" after "3"'],
    ['price < 3 and', 'expected a field, "not" or "(" after "and"'],
    ['is_active < true', 'true and false compare by = or != only at character 13'],
    ['is_active = 1', 'expected true or false after "is_active ="'],
    [
      "created_at > date '2026-02-31'",
      `expected a date (date '2026-01-31') after "created_at > date"`,
    ],
    ["created_at > 'yesterday'", `expected a date (date '2026-01-31') after "created_at >"`],
    ["name = '; DROP TABLE items; --' x", 'expected "and", "or" or the end after'],
    ["name = ''' or 1=1", 'no closing quote'],
  ])('says what is wrong with %j and where', (filter, message) => {
    expect(() => parseFilter(filter)).toThrow(
      expect.objectContaining({ code: 'invalid', message: expect.stringContaining(message) }),
    );
  });

  it('counts characters, not code units, and shortens a long excerpt', () => {
    expect(() => parseFilter("name = '😀' !")).toThrow("at character 12: name = '😀' ^!");
    const long = `name = '${'x'.repeat(200)}' ! ${'y'.repeat(200)}`;
    expect(() => parseFilter(long)).toThrow(/at character 211: …x{38}' \^! y{38}…$/);
  });

  it.each([
    ['parentheses', `${'('.repeat(1_000)}price < 3${')'.repeat(1_000)}`],
    ['negations', `${'not '.repeat(1_000)}price < 3`],
  ])('refuses a depth of 1,000 %s by name', (_what, filter) => {
    expect(() => parseFilter(filter)).toThrow('a filter may nest 64 levels deep');
  });

  it('reads a depth of 63 parentheses', () => {
    expect(parseFilter(`${'('.repeat(63)}price < 3${')'.repeat(63)}`)).toMatchObject({ value: 3 });
  });

  it('refuses more than 256 conditions and more than 4,096 characters', () => {
    const terms = Array.from({ length: 257 }, () => 'price<3').join(' or ');
    expect(() => parseFilter(terms)).toThrow('a filter may have 256 conditions');
    expect(() => parseFilter(`name = '${'x'.repeat(4_096)}'`)).toThrow(
      'a filter may have up to 4,096 characters, this one has 4,105',
    );
  });

  it('reads back every expression that is written out', () => {
    fc.assert(
      fc.property(arbitraryFilter, (expression) => {
        const source = print(expression);
        fc.pre(source.length <= 4_096);
        expect(parseFilter(source)).toEqual(flattened(expression));
      }),
    );
  });

  it('answers any text with an expression or an invalid error, never another', () => {
    const piece = fc.constantFrom(
      ...[
        'price',
        '<',
        "'x'",
        '3',
        'and',
        'or',
        'not',
        '(',
        ')',
        'in',
        'is',
        'null',
        'has',
        'tags',
        ',',
        "'",
        'attributes.a',
        'date',
        '.',
        '-',
      ],
    );
    const source = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(source, (text) => {
        try {
          parseFilter(text);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          expect(error).toMatchObject({ code: 'invalid' });
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Minus zero prints as zero. */
function flattened<T>(expression: T): T {
  return JSON.parse(JSON.stringify(expression));
}
