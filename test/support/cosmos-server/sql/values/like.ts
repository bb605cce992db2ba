import type { Value } from '../syntax/tree.js';

/**
 * `text LIKE pattern [ESCAPE sign]`, undefined unless both are strings: `%` any text, `_` one character,
 * `[abc]`, `[a-c]` one of a set, `[^abc]` one not in it (page "LIKE keyword").
 */
export function like(
  text: Value,
  pattern: Value,
  escapeSign: string | undefined,
): boolean | undefined {
  if (typeof text !== 'string' || typeof pattern !== 'string') return undefined;
  return compiled(pattern, escapeSign).test(text);
}

const known = new Map<string, RegExp>();

function compiled(pattern: string, escapeSign: string | undefined): RegExp {
  const key = `${escapeSign ?? ''}\n${pattern}`;
  const found = known.get(key) ?? new RegExp(`^${source(pattern, escapeSign)}$`, 'su');
  if (known.size > 1_000) known.clear();
  known.set(key, found);
  return found;
}

function source(pattern: string, escapeSign: string | undefined): string {
  const signs = [...pattern];
  let made = '';
  for (let at = 0; at < signs.length; at += 1) {
    const sign = signs[at] ?? '';
    const set = sign === '[' && sign !== escapeSign ? signs.indexOf(']', at + 1) : -1;
    if (sign === escapeSign && at + 1 < signs.length) {
      at += 1;
      made += literal(signs[at] ?? '');
    } else if (set > at + 1) {
      made += oneOf(signs.slice(at + 1, set));
      at = set;
    } else made += wildcard(sign);
  }
  return made;
}

function wildcard(sign: string): string {
  if (sign === '%') return '.*';
  return sign === '_' ? '.' : literal(sign);
}

function oneOf(signs: readonly string[]): string {
  const negated = signs[0] === '^';
  const members = (negated ? signs.slice(1) : signs).map((sign) =>
    sign === '-' ? '-' : literal(sign),
  );
  return `[${negated ? '^' : ''}${members.join('')}]`;
}

function literal(sign: string): string {
  return sign.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
