import { type BuiltIns, ofNumbers } from './built-in.js';

function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  return (Math.sign(value) * Math.round(Math.abs(value) * scale)) / scale;
}

/** Pages "Mathematical functions in Azure Cosmos DB for NoSQL" and the page of each function; ROUND takes halves away from zero. */
export const mathFunctions: BuiltIns = {
  ABS: ofNumbers(1, ([x = 0]) => Math.abs(x)),
  ACOS: ofNumbers(1, ([x = 0]) => Math.acos(x)),
  ASIN: ofNumbers(1, ([x = 0]) => Math.asin(x)),
  ATAN: ofNumbers(1, ([x = 0]) => Math.atan(x)),
  ATN2: ofNumbers(2, ([y = 0, x = 0]) => Math.atan2(y, x)),
  CEILING: ofNumbers(1, ([x = 0]) => Math.ceil(x)),
  COS: ofNumbers(1, ([x = 0]) => Math.cos(x)),
  COT: ofNumbers(1, ([x = 0]) => 1 / Math.tan(x)),
  DEGREES: ofNumbers(1, ([x = 0]) => (x * 180) / Math.PI),
  EXP: ofNumbers(1, ([x = 0]) => Math.exp(x)),
  FLOOR: ofNumbers(1, ([x = 0]) => Math.floor(x)),
  LOG: ofNumbers(1, ([x = 0, base = Math.E]) => Math.log(x) / Math.log(base), 2),
  LOG10: ofNumbers(1, ([x = 0]) => Math.log10(x)),
  PI: ofNumbers(0, () => Math.PI),
  POWER: ofNumbers(2, ([x = 0, power = 0]) => x ** power),
  RADIANS: ofNumbers(1, ([x = 0]) => (x * Math.PI) / 180),
  ROUND: ofNumbers(1, ([x = 0, digits = 0]) => rounded(x, digits), 2),
  SIGN: ofNumbers(1, ([x = 0]) => Math.sign(x)),
  SIN: ofNumbers(1, ([x = 0]) => Math.sin(x)),
  SQRT: ofNumbers(1, ([x = 0]) => Math.sqrt(x)),
  SQUARE: ofNumbers(1, ([x = 0]) => x * x),
  TAN: ofNumbers(1, ([x = 0]) => Math.tan(x)),
  TRUNC: ofNumbers(1, ([x = 0]) => Math.trunc(x)),
};
