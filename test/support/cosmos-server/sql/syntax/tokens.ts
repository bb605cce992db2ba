import { SqlError, syntaxError } from '../errors.js';

/** A piece of a query's text; `value` is the text of a string or the number of a number. */
export interface Token {
  readonly kind: 'word' | 'parameter' | 'string' | 'number' | 'sign' | 'end';
  readonly text: string;
  readonly value?: string | number;
  readonly start: number;
  readonly end: number;
}

const blank = /(?:\s+|--[^\r\n]*|\/\*[\s\S]*?\*\/)*/y;
const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['parameter', /@[A-Za-z_][A-Za-z0-9_]*/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['string', /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'/y],
  ['sign', />>>|<<|>>|<=|>=|!=|<>|\?\?|\|\||[-+*/%&|^~<>=?:,.()[\]{}]/y],
];

/** Cuts a query into tokens; the last one is of kind `end`. Throws SqlError SC1001 or SC1010. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = skipBlank(text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at = skipBlank(text, token.end);
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return tokens;
}

function skipBlank(text: string, from: number): number {
  blank.lastIndex = from;
  blank.exec(text);
  return Math.max(from, blank.lastIndex);
}

function tokenAt(text: string, start: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = start;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return made(kind, found, start);
  }
  const near = text.slice(start, start + 1);
  if (near === '"' || near === "'") {
    throw new SqlError(
      'SC1010',
      `Syntax error, invalid string literal token '${text.slice(start)}'.`,
      {
        start,
        end: text.length,
      },
    );
  }
  throw syntaxError(near, { start, end: start + 1 });
}

function made(kind: Token['kind'], text: string, start: number): Token {
  const token = { kind, text, start, end: start + text.length };
  if (kind === 'number') return { ...token, value: Number(text) };
  if (kind === 'string') return { ...token, value: plainText(text, start) };
  return token;
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '/': '/',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** The escapes that the page "Constants in Azure Cosmos DB for NoSQL" lists; no other is known. */
function plainText(text: string, start: number): string {
  return text.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/g, (whole, mark: string) => {
    const plain = mark.length === 5 ? codeUnit(mark) : escapes[mark];
    if (plain === undefined) {
      throw new SqlError('SC1010', `Syntax error, invalid string literal token '${whole}'.`, {
        start,
        end: start + text.length,
      });
    }
    return plain;
  });
}

function codeUnit(mark: string): string {
  return String.fromCharCode(Number.parseInt(mark.slice(1), 16));
}
