import { describe, expect, test } from 'vitest';
import { expressionValue } from '../../../support/cosmos-value.js';

type Case = readonly [expression: string, expected: unknown];

// Examples of the functions' pages in Microsoft's documentation, and what the pages say of borders and wrong types.
const strings: readonly Case[] = [
  ["CONTAINS('abc', 'ab')", true],
  ["CONTAINS('abc', 'A')", false],
  ["CONTAINS('abc', 'A', true)", true],
  ["STARTSWITH('abc', 'AB', false)", false],
  ["STARTSWITH('abc', 'AB', true)", true],
  ["ENDSWITH('abc', 'bC', true)", true],
  ["STRINGEQUALS('abc', 'aBC')", false],
  ["STRINGEQUALS('abc', 'aBC', true)", true],
  ["CONCAT('a', 'b', 'c')", 'abc'],
  ["CONCAT('a', 1)", undefined],
  ["INDEX_OF('abc', 'c')", 2],
  ["INDEX_OF('abc', 'z')", -1],
  ["INDEX_OF('abcabc', 'a', 1)", 3],
  ["LEFT('AdventureWorks', 9)", 'Adventure'],
  ["LEFT('abc', 0)", ''],
  ["RIGHT('Microsoft', 4)", 'soft'],
  ["RIGHT('abc', 0)", ''],
  ["LENGTH('test')", 4],
  ['LENGTH(1234)', undefined],
  ["LOWER('ADATUM')", 'adatum'],
  ["UPPER('adatum')", 'ADATUM'],
  ["TRIM('   word   ')", 'word'],
  ["LTRIM('..word', '.')", 'word'],
  ["RTRIM('word..', '.')", 'word'],
  ["REPLACE('a desk', 'desk', 'table')", 'a table'],
  ["REPLICATE('a', 3)", 'aaa'],
  ["REVERSE('Hello')", 'olleH'],
  ["SUBSTRING('AdventureWorks', 0, 9)", 'Adventure'],
  ["SUBSTRING('AdventureWorks', 9, 5)", 'Works'],
  ["REGEXMATCH('abcd', 'ABC', '')", false],
  ["REGEXMATCH('abcd', 'ABC', 'i')", true],
  ["REGEXMATCH('abcd', 'ab c', 'x')", true],
  ['STRINGTONUMBER("1.000000")', 1],
  ['STRINGTONUMBER("0xFF")', undefined],
  ['STRINGTONUMBER("abc")', undefined],
  ['STRINGTOBOOLEAN("true")', true],
  ['STRINGTOBOOLEAN("TRUE")', undefined],
  ['STRINGTONULL("null")', null],
  ['STRINGTOARRAY("[1,2]")', [1, 2]],
  ['STRINGTOOBJECT("{\\"a\\": 1}")', { a: 1 }],
  ['ToString(1.0000)', '1'],
  ['ToString("Hello")', 'Hello'],
  ['ToString(true)', 'true'],
  ['ToString({a: 1})', '{"a":1}'],
  ['ToString(undefined)', undefined],
  ["StringJoin(['a', 'b'], '-')", 'a-b'],
  ["StringSplit('a-b', '-')", ['a', 'b']],
];

const numbers: readonly Case[] = [
  ['ABS(-1)', 1],
  ['ABS("x")', undefined],
  ['CEILING(62.6)', 63],
  ['CEILING(-145.12)', -145],
  ['FLOOR(-145.12)', -146],
  ['ROUND(2.5)', 3],
  ['ROUND(-2.6)', -3],
  ['ROUND(-6.5)', -7],
  ['ROUND(2.345, 1)', 2.3],
  ['TRUNC(-2.6)', -2],
  ['POWER(2, 3)', 8],
  ['SQRT(9)', 3],
  ['SQRT(-1)', undefined],
  ['SQUARE(3)', 9],
  ['SIGN(-2)', -1],
  ['EXP(0)', 1],
  ['LOG(8, 2)', 3],
  ['LOG10(100)', 2],
  ['PI()', Math.PI],
  ['1 / 0', undefined],
  ['7 % 4', 3],
  ['5 & 3', 1],
  ['5 | 3', 7],
  ['5 ^ 3', 6],
  ['1 << 3', 8],
  ['~1', -2],
  ['-(2 + 3)', -5],
];

const types: readonly Case[] = [
  ['IS_DEFINED(c.none)', false],
  ['IS_DEFINED(null)', true],
  ['IS_NULL(null)', true],
  ['IS_NULL(c.none)', false],
  ['IS_BOOL(false)', true],
  ['IS_NUMBER(1)', true],
  ['IS_INTEGER(1.5)', false],
  ['IS_STRING("")', true],
  ['IS_ARRAY([])', true],
  ['IS_OBJECT({})', true],
  ['IS_OBJECT([])', false],
  ['IS_PRIMITIVE(null)', true],
  ['IS_PRIMITIVE({})', false],
  ['IIF(1 < 2, "yes", "no")', 'yes'],
  ['IIF("true", "yes", "no")', 'no'],
];

const arrays: readonly Case[] = [
  ["ARRAY_CONTAINS(['a', 'b'], 'b')", true],
  ['ARRAY_CONTAINS([{a: 1, b: 2}], {a: 1})', false],
  ['ARRAY_CONTAINS([{a: 1, b: 2}], {a: 1}, true)', true],
  ["ARRAY_CONTAINS('ab', 'a')", undefined],
  ['ARRAY_CONTAINS_ANY([1, 2, 3], 5, 3)', true],
  ['ARRAY_CONTAINS_ALL([1, 2, 3], 1, 3)', true],
  ['ARRAY_CONTAINS_ALL([1, 2, 3], 1, 4)', false],
  ['ARRAY_LENGTH([1, 2])', 2],
  ['ARRAY_LENGTH("ab")', undefined],
  ['ARRAY_SLICE([1, 2, 3, 4], 1)', [2, 3, 4]],
  ['ARRAY_SLICE([1, 2, 3, 4], -2, 1)', [3]],
  ['ARRAY_SLICE([1, 2, 3, 4], 0, 12)', [1, 2, 3, 4]],
  ['ARRAY_CONCAT([1], [2], [3])', [1, 2, 3]],
  ['SetIntersect([1, 2, 2, 3], [2, 3, 4])', [2, 3]],
  ['SetUnion([1, 2], [2, 3])', [1, 2, 3]],
  ['SetDifference([1, 2], [2, 3])', [1]],
  ['CHOOSE(2, "a", "b")', 'b'],
];

const noon = Date.UTC(2030, 0, 31, 12, 0, 0, 5);
const dates: readonly Case[] = [
  ['GetCurrentTimestamp()', noon],
  ['GetCurrentDateTime()', '2030-01-31T12:00:00.0050000Z'],
  ['DateTimeToTimestamp("2020-07-09T23:20:13.4575530Z")', 1594336813457],
  ['TimestampToDateTime(1594227912345)', '2020-07-08T17:05:12.3450000Z'],
  ['DateTimeAdd("mm", 1, GetCurrentDateTime())', '2030-02-28T12:00:00.0050000Z'],
  ['DateTimeAdd("hh", -12, "2030-01-01T00:00:00.0000000Z")', '2029-12-31T12:00:00.0000000Z'],
  ['DateTimeDiff("yyyy", "2018-09-03T23:00:00Z", "2019-01-01T00:00:00Z")', 1],
  ['DateTimeDiff("day", "2019-01-01T23:59:00Z", "2019-01-02T00:01:00Z")', 1],
  ['DateTimePart("mm", "2016-05-29T08:30:00.1301617")', 5],
  ['DateTimeAdd("century", 1, GetCurrentDateTime())', undefined],
  ['DateTimeToTimestamp("yesterday")', undefined],
];

const vectors: readonly Case[] = [
  ['VectorDistance([1, 0], [0.6, 0.8])', 0.6],
  ['VectorDistance([1, 2], [3, 4], true, {distanceFunction: "dotproduct"})', 11],
  ['VectorDistance([0, 0], [3, 4], false, {distanceFunction: "Euclidean"})', 5],
  ['VectorDistance([1, 0], [1, 0, 0])', undefined],
  ['VectorDistance([1, 0], "x")', undefined],
];

describe('a function', () => {
  test.each([...strings, ...numbers, ...types, ...arrays, ...dates, ...vectors])(
    '%s is %j',
    (expression, expected) => {
      const value = expressionValue(expression, {}, noon);
      if (typeof expected === 'number') expect(value).toBeCloseTo(expected, 12);
      else expect(value).toEqual(expected);
    },
  );
});
