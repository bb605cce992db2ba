export type Token = (
  | { readonly kind: 'name' | 'sign' | 'number' | 'newline' | 'end'; readonly text: string }
  /** Pieces of text, and between them the tokens of what is put in. */
  | {
      readonly kind: 'string';
      readonly text: string;
      readonly pieces: readonly (string | readonly Token[])[];
    }
) & { readonly line: number };

const skipped = /[ \t\r]+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const word = /[A-Za-z_][A-Za-z_0-9]*/y;
const digits = /[0-9]+/y;
const signs = /&&|\|\||==|!=|<=|>=|=~|!~|\?\?|\.\?|\[\?|::|=>|[{}[\]().,:?=<>+\-*/%!@|]/y;
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  "'": "'",
  '\\': '\\',
  $: '$',
};

/** Throws an Error that names the line of what cannot be read. */
export function tokensOf(source: string): readonly Token[] {
  const reader = new Reader(source);
  const tokens: Token[] = [];
  for (let token = reader.next(); token.kind !== 'end'; token = reader.next()) tokens.push(token);
  return [...tokens, reader.next()];
}

class Reader {
  readonly #source: string;
  #at = 0;
  #line = 1;

  constructor(source: string) {
    this.#source = source;
  }

  next(): Token {
    while (this.#take(skipped) !== undefined);
    const line = this.#line;
    if (this.#at >= this.#source.length) return { kind: 'end', text: '', line };
    if (this.#source[this.#at] === '\n') return this.#newline(line);
    if (this.#source.startsWith("'''", this.#at)) return this.#raw(line);
    if (this.#source[this.#at] === "'") return this.#string(line);
    const name = this.#take(word);
    if (name !== undefined) return { kind: 'name', text: name, line };
    const number = this.#take(digits);
    if (number !== undefined) return { kind: 'number', text: number, line };
    const sign = this.#take(signs);
    if (sign !== undefined) return { kind: 'sign', text: sign, line };
    throw new Error(`line ${line}: ${JSON.stringify(this.#source[this.#at])} is no Bicep`);
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source)?.[0];
    if (found === undefined) return undefined;
    this.#at += found.length;
    this.#line += found.split('\n').length - 1;
    return found;
  }

  #newline(line: number): Token {
    this.#at += 1;
    this.#line += 1;
    return { kind: 'newline', text: '\n', line };
  }

  /** Between three quotes nothing has a meaning. */
  #raw(line: number): Token {
    const end = this.#source.indexOf("'''", this.#at + 3);
    if (end < 0) throw new Error(`line ${line}: a string without an end`);
    const text = this.#source.slice(this.#at + 3, end);
    this.#line += text.split('\n').length - 1;
    this.#at = end + 3;
    return { kind: 'string', text, pieces: [text], line };
  }

  #string(line: number): Token {
    const start = this.#at;
    const pieces: (string | readonly Token[])[] = [];
    let text = '';
    this.#at += 1;
    for (;;) {
      const next = this.#source[this.#at];
      if (next === undefined || next === '\n')
        throw new Error(`line ${line}: a string without an end`);
      this.#at += 1;
      if (next === "'") break;
      if (next === '\\') text += this.#escaped(line);
      else if (next === '$' && this.#source[this.#at] === '{') {
        pieces.push(text, this.#inserted());
        text = '';
      } else text += next;
    }
    return {
      kind: 'string',
      text: this.#source.slice(start + 1, this.#at - 1),
      pieces: [...pieces, text],
      line,
    };
  }

  #escaped(line: number): string {
    const sign = escapes[this.#source[this.#at] ?? ''];
    if (sign === undefined) throw new Error(`line ${line}: an unknown escape`);
    this.#at += 1;
    return sign;
  }

  #inserted(): readonly Token[] {
    this.#at += 1;
    const tokens: Token[] = [];
    for (let depth = 1; ; ) {
      const token = this.next();
      if (token.kind === 'end') throw new Error(`line ${token.line}: a string without an end`);
      if (token.text === '{' && token.kind === 'sign') depth += 1;
      if (token.text === '}' && token.kind === 'sign') depth -= 1;
      if (depth === 0) return [...tokens, { kind: 'end', text: '', line: token.line }];
      tokens.push(token);
    }
  }
}
