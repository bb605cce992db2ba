import type { Json, Value } from '../syntax/tree.js';
import { isArray, isObject } from '../values/compare.js';
import {
  type BuiltIn,
  type BuiltIns,
  isNumber,
  isString,
  ofAnything,
  ofStrings,
} from './built-in.js';

/** A test of two strings with an optional third argument that says whether case is ignored. */
function matching(test: (text: string, part: string) => boolean): BuiltIn {
  return {
    least: 2,
    most: 3,
    run: ([text, part, ignoreCase = false]) => {
      if (!isString(text) || !isString(part) || typeof ignoreCase !== 'boolean') return undefined;
      return ignoreCase ? test(text.toLowerCase(), part.toLowerCase()) : test(text, part);
    },
  };
}

function counted(compute: (text: string, count: number) => string): BuiltIn {
  return {
    least: 2,
    most: 2,
    run: ([text, count]) =>
      isString(text) && isNumber(count) ? compute(text, Math.max(0, count)) : undefined,
  };
}

/** `Infinity` for "as many as there are", in ARRAY-like fashion. */
const many = Number.POSITIVE_INFINITY;

/** Pages "String functions in Azure Cosmos DB for NoSQL" and the page of each function. */
export const stringFunctions: BuiltIns = {
  CONTAINS: matching((text, part) => text.includes(part)),
  STARTSWITH: matching((text, part) => text.startsWith(part)),
  ENDSWITH: matching((text, part) => text.endsWith(part)),
  STRINGEQUALS: matching((text, part) => text === part),
  CONCAT: ofStrings(2, (texts) => texts.join(''), many),
  LENGTH: ofStrings(1, ([text = '']) => text.length),
  LOWER: ofStrings(1, ([text = '']) => text.toLowerCase()),
  UPPER: ofStrings(1, ([text = '']) => text.toUpperCase()),
  REVERSE: ofStrings(1, ([text = '']) => [...text].reverse().join('')),
  TRIM: ofStrings(1, ([text = '', signs]) => trimEnd(trimStart(text, signs), signs), 2),
  LTRIM: ofStrings(1, ([text = '', signs]) => trimStart(text, signs), 2),
  RTRIM: ofStrings(1, ([text = '', signs]) => trimEnd(text, signs), 2),
  REPLACE: ofStrings(3, ([text = '', part = '', by = '']) =>
    part === '' ? text : text.split(part).join(by),
  ),
  LEFT: counted((text, count) => text.slice(0, count)),
  RIGHT: counted((text, count) => (count === 0 ? '' : text.slice(-count))),
  REPLICATE: counted((text, count) => text.repeat(count)),
  SUBSTRING: {
    least: 3,
    most: 3,
    run: ([text, start, length]) => {
      if (!isString(text) || !isNumber(start) || !isNumber(length)) return undefined;
      return text.substring(start, Math.max(0, start) + length);
    },
  },
  INDEX_OF: {
    least: 2,
    most: 3,
    run: ([text, part, start = 0]) =>
      isString(text) && isString(part) && isNumber(start) ? text.indexOf(part, start) : undefined,
  },
  REGEXMATCH: ofStrings(
    2,
    ([text = '', pattern = '', marks = '']) => regexMatch(text, pattern, marks),
    3,
  ),
  STRINGJOIN: {
    least: 2,
    most: 2,
    run: ([parts, between]) =>
      isArray(parts) && parts.every(isString) && isString(between)
        ? parts.join(between)
        : undefined,
  },
  STRINGSPLIT: ofStrings(2, ([text = '', between = '']) => text.split(between)),
  TOSTRING: ofAnything(toText),
  STRINGTONUMBER: ofStrings(1, ([text]) => parsed(text, isNumber)),
  STRINGTOBOOLEAN: ofStrings(1, ([text]) => parsed(text, (value) => typeof value === 'boolean')),
  STRINGTONULL: ofStrings(1, ([text]) => parsed(text, (value) => value === null)),
  STRINGTOARRAY: ofStrings(1, ([text]) => parsed(text, isArray)),
  STRINGTOOBJECT: ofStrings(1, ([text]) => parsed(text, isObject)),
};

function toText(value: Value): string | undefined {
  if (value === undefined || isString(value)) return value;
  return JSON.stringify(value);
}

function parsed(text: string | undefined, fits: (value: Json) => boolean): Value {
  try {
    const value: Json = JSON.parse(text ?? '');
    return fits(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function trimStart(text: string, signs: string | undefined): string {
  if (signs === undefined) return text.trimStart();
  let at = 0;
  while (at < text.length && signs.includes(text.charAt(at))) at += 1;
  return text.slice(at);
}

function trimEnd(text: string, signs: string | undefined): string {
  if (signs === undefined) return text.trimEnd();
  let end = text.length;
  while (end > 0 && signs.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Marks: `m` lines, `s` dot takes line ends, `i` any case, `x` white space in the pattern is nothing (page "RegexMatch"). */
function regexMatch(text: string, pattern: string, marks: string): boolean | undefined {
  if (!/^[msix]*$/.test(marks)) return undefined;
  const written = marks.includes('x') ? pattern.replace(/\s/g, '') : pattern;
  try {
    return new RegExp(written, marks.replaceAll('x', '')).test(text);
  } catch {
    return undefined;
  }
}
