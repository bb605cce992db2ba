import { syntaxError } from './syntax-error.js';

/** A piece of a filter; `start` and `end` are UTF-16 positions in the source. */
export type Token = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'word' | 'text' | 'symbol'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'end' }
);

const space = /\s+/y;
const word = /[\p{L}_][\p{L}\p{N}_.-]*/uy;
const text = /'((?:[^']|'')*)'/y;
const number = /-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const symbol = /<=|>=|!=|[=<>(),:;]/y;

function matchAt(pattern: RegExp, source: string, index: number): RegExpExecArray | undefined {
  pattern.lastIndex = index;
  return pattern.exec(source) ?? undefined;
}

function readNumber(source: string, start: number): Token | undefined {
  const found = matchAt(number, source, start);
  if (!found) return undefined;
  const value = Number(found[0]);
  if (!Number.isFinite(value)) throw syntaxError('expected a finite number', source, start);
  return { kind: 'number', value, start, end: start + found[0].length };
}

function readText(source: string, start: number): Token | undefined {
  const found = matchAt(text, source, start);
  if (!found) return undefined;
  const value = (found[1] ?? '').replaceAll("''", "'");
  return { kind: 'text', value, start, end: start + found[0].length };
}

function readPlain(source: string, start: number): Token | undefined {
  const asWord = matchAt(word, source, start);
  if (asWord) return { kind: 'word', value: asWord[0], start, end: start + asWord[0].length };
  const asSymbol = matchAt(symbol, source, start);
  if (!asSymbol) return undefined;
  return { kind: 'symbol', value: asSymbol[0], start, end: start + asSymbol[0].length };
}

function complaintAbout(character: string): string {
  if (character === "'") return 'this text has no closing quote';
  if (character === '"') return "text stands in single quotes ('…'), not double ones";
  return 'expected a field, a value or an operator, not this character,';
}

/** The pieces of a filter, with an `end` after the last. Throws `invalid`, naming the place. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let index = 0;
  for (;;) {
    index += matchAt(space, source, index)?.[0].length ?? 0;
    if (index >= source.length) break;
    const token = readText(source, index) ?? readNumber(source, index) ?? readPlain(source, index);
    if (!token) throw syntaxError(complaintAbout(source.charAt(index)), source, index);
    tokens.push(token);
    index = token.end;
  }
  return [...tokens, { kind: 'end', start: source.length, end: source.length }];
}
