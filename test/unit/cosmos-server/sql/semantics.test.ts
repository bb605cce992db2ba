import { describe, expect, test } from 'vitest';
import { expressionValue } from '../../../support/cosmos-value.js';

const document = { n: 5, s: 'five', b: true, z: null, o: { a: { b: 1 } }, l: [1, { x: 2 }] };

describe('undefined', () => {
  // The truth tables of the page "Logical operators".
  const words = ['true', 'false', 'undefined'];
  const tables: Readonly<Record<string, readonly (boolean | undefined)[]>> = {
    AND: [true, false, undefined, false, false, false, undefined, false, undefined],
    OR: [true, true, true, true, false, undefined, true, undefined, undefined],
  };
  test.each(Object.entries(tables))('has its place in the table of %s', (operator, expected) => {
    const found = words.flatMap((left) =>
      words.map((right) => expressionValue(`(${left} ${operator} ${right})`)),
    );
    expect(found).toEqual(expected);
  });

  // The table of the page "Equality and comparison operators".
  test('is what comparing two types gives', () => {
    const samples = ['undefined', 'null', 'true', '1', '"1"', '{a: 1}', '[1]'];
    for (const [at, left] of samples.entries()) {
      for (const [other, right] of samples.entries()) {
        const same = at === other && at > 0;
        expect(expressionValue(`(${left} = ${right})`)).toBe(same ? true : undefined);
      }
    }
  });

  test.each([
    ['[1] < [2]', undefined],
    ['{a: 1} != {a: 2}', undefined],
    ['1 != "1"', undefined],
    ['1 != 2', true],
    ['"a" < "b"', true],
    ['false < true', true],
    ['null <= null', true],
    ['NOT 1', undefined],
    ['1 IN (1, "a")', true],
    ['2 IN (1, "a")', undefined],
    ['2 NOT IN (1, 3)', true],
    ['3 BETWEEN 3 AND 5', true],
    ['"3" BETWEEN 3 AND 5', undefined],
    ['3 NOT BETWEEN 4 AND 5', true],
    ['1 + "1"', undefined],
    ['"a" || "b"', 'ab'],
    ['"a" || 1', undefined],
    ['undefined ?? 2', 2],
    ['null ?? 2', null],
    ['[1, undefined, 2]', [1, 2]],
    ['{a: 1, b: undefined}', { a: 1 }],
  ])('or not: %s', (expression, expected) => {
    expect(expressionValue(`(${expression})`)).toEqual(expected);
  });
});

describe('a path', () => {
  test.each([
    ['c.o.a.b', 1],
    ['c["o"]["a"].b', 1],
    ['c.l[1].x', 2],
    ['c.l[5]', undefined],
    ['c.s.length', undefined],
    ['c.z.a', undefined],
    ['c.none.a', undefined],
    ['c.o.toString', undefined],
    ['c.l[c.l[0]].x', 2],
  ])('%s is %j', (path, expected) => {
    expect(expressionValue(path, document)).toEqual(expected);
  });
});

describe('what binds tighter', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['true OR false AND false', true],
    ['NOT false AND false', false],
    ['NOT 1 = 2', true],
    ['1 < 2 ? "a" : 3 < 4 ? "b" : "c"', 'a'],
    ['undefined ?? undefined ?? 3', 3],
    ['1 + 1 = 2', true],
    ['2 IN (1 + 1)', true],
    ['"a" || "b" = "ab"', true],
    ['- -1', 1],
    ['1 -- a comment\n + 2', 3],
    ['1 /* one */ + /* two */ 2', 3],
  ])('%s is %j', (expression, expected) => {
    expect(expressionValue(expression)).toEqual(expected);
  });
});

describe('LIKE', () => {
  // Examples of the page "LIKE keyword".
  test.each([
    ['"fruit salad" LIKE "%fruit%"', true],
    ['"Fruit" LIKE "fruit"', false],
    ['"cat" LIKE "_at"', true],
    ['"chat" LIKE "_at"', false],
    ['"bat" LIKE "[bc]at"', true],
    ['"dat" LIKE "[a-c]at"', false],
    ['"dat" LIKE "[^a-c]at"', true],
    ['"20-30%" LIKE "20-30!%" ESCAPE "!"', true],
    ['"20-305" LIKE "20-30!%" ESCAPE "!"', false],
    ['"a.c" LIKE "a.c"', true],
    ['"abc" LIKE "a.c"', false],
    ['"a\\nb" LIKE "a%b"', true],
    ['"x" NOT LIKE "y"', true],
    ['1 LIKE "1"', undefined],
  ])('%s is %j', (expression, expected) => {
    expect(expressionValue(`(${expression})`)).toEqual(expected);
  });
});

describe('a string literal', () => {
  test.each([
    ["'it\\'s'", "it's"],
    ['"say \\"x\\""', 'say "x"'],
    ['"\\u0027\\n\\t\\\\"', "'\n\t\\"],
    ["'--'", '--'],
  ])('%s', (text, expected) => {
    expect(expressionValue(text)).toBe(expected);
  });
});
