import type { Token } from './tokens.js';

/** A place in the tokens. Throws an Error that names the line where something else was expected. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get token(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '', line: 0 };
  }

  is(text: string): boolean {
    return this.token.text === text && this.token.kind !== 'string';
  }

  take(): Token {
    const { token } = this;
    this.#at += 1;
    return token;
  }

  /** Whether the next token was this one, which it then has passed. */
  passes(text: string): boolean {
    if (!this.is(text)) return false;
    this.#at += 1;
    return true;
  }

  expect(text: string): void {
    if (!this.passes(text)) throw this.surprise(JSON.stringify(text));
  }

  name(): string {
    if (this.token.kind !== 'name') throw this.surprise('a name');
    return this.take().text;
  }

  plainString(): string {
    const token = this.take();
    if (token.kind === 'string' && token.pieces.length === 1) return token.text;
    throw new Error(
      `line ${token.line}: expected a plain string, found ${JSON.stringify(token.text)}`,
    );
  }

  skipNewlines(): void {
    while (this.token.kind === 'newline') this.#at += 1;
  }

  surprise(expected: string): Error {
    return new Error(
      `line ${this.token.line}: expected ${expected}, found ${JSON.stringify(this.token.text)}`,
    );
  }
}
