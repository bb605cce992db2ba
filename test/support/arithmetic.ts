/** Works out `(1 + 2) × 3 ÷ 4 − 5`, with the usual precedence. Throws an Error where the text is none. */
export function calculate(text: string): number {
  const tokens = text.match(/\d+(?:\.\d+)?|[()+−×÷]/g) ?? [];
  if (tokens.join('') !== text.replaceAll(' ', '')) throw new Error(`no arithmetic: ${text}`);
  const rest = [...tokens];
  const result = sum(rest);
  if (rest.length > 0) throw new Error(`${rest[0]} was not expected in ${text}`);
  return result;
}

function sum(rest: string[]): number {
  let total = product(rest);
  while (rest[0] === '+' || rest[0] === '−') {
    const isMore = rest.shift() === '+';
    total += isMore ? product(rest) : -product(rest);
  }
  return total;
}

function product(rest: string[]): number {
  let total = factor(rest);
  while (rest[0] === '×' || rest[0] === '÷') {
    const isTimes = rest.shift() === '×';
    total = isTimes ? total * factor(rest) : total / factor(rest);
  }
  return total;
}

function factor(rest: string[]): number {
  const token = rest.shift();
  if (token !== '(') return Number(token);
  const inner = sum(rest);
  if (rest.shift() !== ')') throw new Error('a bracket that is not closed');
  return inner;
}
