import type { AppError } from '../errors.js';
import { syntaxError } from './syntax-error.js';
import { type Token, tokenize } from './token.js';

const endToken: Token = { kind: 'end', start: 0, end: 0 };

/** Walks over the pieces of one source and knows where it stands, for messages. */
export class TokenReader {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokenize(source);
  }

  get current(): Token {
    return this.#tokens[this.#position] ?? endToken;
  }

  next(): Token {
    const token = this.current;
    if (token.kind !== 'end') this.#position += 1;
    return token;
  }

  /** Takes the keyword (any case) or symbol if it is next. */
  take(value: string): boolean {
    const token = this.current;
    const isTaken =
      (token.kind === 'symbol' && token.value === value) ||
      (token.kind === 'word' && token.value.toLowerCase() === value);
    if (isTaken) this.#position += 1;
    return isTaken;
  }

  expect(value: string): void {
    if (!this.take(value)) throw this.expected(`"${value}"`);
  }

  /** The source between two places. */
  slice(start: number, end: number): string {
    return this.#source.slice(start, end);
  }

  /** "expected … after …" at the current piece; `since` is where the words to repeat begin. */
  expected(what: string, since?: number): AppError {
    const previous = this.#tokens[this.#position - 1];
    if (!previous) return this.error(`expected ${what}`);
    const context = this.slice(since ?? previous.start, previous.end);
    const shown = context.length > 60 ? `…${[...context].slice(-40).join('')}` : context;
    return this.error(`expected ${what} after "${shown}"`);
  }

  error(problem: string, at: Token = this.current): AppError {
    const where = at.kind === 'end' ? this.#source.length : at.start;
    return syntaxError(problem, this.#source, where);
  }
}
