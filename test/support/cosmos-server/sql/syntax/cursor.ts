import { syntaxError } from '../errors.js';
import { type Token, tokenize } from './tokens.js';
import type { Expression, Select } from './tree.js';

/**
 * Words that cannot name anything unless quoted. No page lists them all; that `c.order` and `c.value` are refused is seen
 * often, and a word more here costs a query no more than `c["word"]`.
 */
const reserved = new Set(
  (
    'AND ARRAY AS ASC BETWEEN BY CASE CAST CONVERT CROSS DESC DISTINCT ELSE END ESCAPE EXISTS FALSE FOR FROM ' +
    'GROUP HAVING IN INNER INSERT INTO IS JOIN LEFT LIKE LIMIT NOT NULL OFFSET ON OR ORDER OUTER OVER RIGHT ' +
    'SELECT SET THEN TOP TRUE UDF UNDEFINED UPDATE VALUE WHEN WHERE WITH'
  ).split(' '),
);

/** The two rules of the grammar that contain each other; the cursor carries them so that their files need not. */
export interface Grammar {
  readonly expression: (cursor: Cursor) => Expression;
  readonly select: (cursor: Cursor) => Select;
}

/** Where a parser stands in the tokens of one query. */
export class Cursor {
  readonly grammar: Grammar;
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(text: string, grammar: Grammar) {
    this.tokens = tokenize(text);
    this.grammar = grammar;
  }

  peek(ahead = 0): Token {
    const last = this.tokens.length - 1;
    const token = this.tokens[Math.min(this.at + ahead, last)];
    return token ?? { kind: 'end', text: '', start: 0, end: 0 };
  }

  next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  isSign(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'sign' && token.text === text;
  }

  /** Whether a keyword stands here, in any case. */
  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'word' && token.text.toUpperCase() === word;
  }

  takeSign(text: string): boolean {
    const found = this.isSign(text);
    if (found) this.at += 1;
    return found;
  }

  takeWord(word: string): boolean {
    const found = this.isWord(word);
    if (found) this.at += 1;
    return found;
  }

  /** The first of some signs that stands here, taken. */
  takeOneOf(signs: readonly string[]): string | undefined {
    const found = signs.find((sign) => this.isSign(sign));
    if (found !== undefined) this.at += 1;
    return found;
  }

  expectSign(text: string): void {
    if (!this.takeSign(text)) this.fail();
  }

  expectWord(word: string): void {
    if (!this.takeWord(word)) this.fail();
  }

  /** Reads expressions up to the closing sign, which is taken too. */
  expressionsUntil(close: string): readonly Expression[] {
    const found: Expression[] = [];
    while (!this.isSign(close)) {
      found.push(this.grammar.expression(this));
      if (!this.takeSign(',')) break;
    }
    this.expectSign(close);
    return found;
  }

  isIdentifier(ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'word' && !reserved.has(token.text.toUpperCase());
  }

  identifier(): string {
    if (!this.isIdentifier()) this.fail();
    return this.next().text;
  }

  /** Throws the syntax error of the token that stands here. */
  fail(): never {
    const { text, start, end } = this.peek();
    throw syntaxError(text, { start, end });
  }
}
