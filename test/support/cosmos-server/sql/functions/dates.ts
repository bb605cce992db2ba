import type { Value } from '../syntax/tree.js';
import { type BuiltIn, type BuiltIns, isNumber, isString } from './built-in.js';

const ticksPerMs = 10_000;

/** `YYYY-MM-DDThh:mm:ss.fffffffZ`, as the service writes times. */
function written(ms: number): string | undefined {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return undefined;
  return date.toISOString().replace('Z', '0000Z');
}

function read(text: Value): number | undefined {
  if (!isString(text) || !/^\d{4}-\d\d(-\d\d(T.*)?)?Z?$/.test(text)) return undefined;
  const ms = Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(ms) ? undefined : ms;
}

function now(compute: (nowMs: number) => Value): BuiltIn {
  return { least: 0, most: 0, run: (_values, nowMs) => compute(nowMs) };
}

function ofDate(compute: (ms: number) => Value): BuiltIn {
  return {
    least: 1,
    most: 1,
    run: ([text]) => {
      const ms = read(text);
      return ms === undefined ? undefined : compute(ms);
    },
  };
}

function ofCount(compute: (count: number) => Value): BuiltIn {
  return { least: 1, most: 1, run: ([count]) => (isNumber(count) ? compute(count) : undefined) };
}

const unitNames: Readonly<Record<string, string>> = {
  year: 'year',
  yyyy: 'year',
  yy: 'year',
  month: 'month',
  mm: 'month',
  m: 'month',
  day: 'day',
  dd: 'day',
  d: 'day',
  hour: 'hour',
  hh: 'hour',
  minute: 'minute',
  mi: 'minute',
  n: 'minute',
  second: 'second',
  ss: 'second',
  s: 'second',
  millisecond: 'millisecond',
  ms: 'millisecond',
};

const unitMs: Readonly<Record<string, number>> = {
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1_000,
  millisecond: 1,
};

function unit(name: Value): string | undefined {
  return isString(name) ? unitNames[name.toLowerCase()] : undefined;
}

function monthsOf(ms: number): number {
  const date = new Date(ms);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function addMonths(ms: number, count: number): number {
  const date = new Date(ms);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, last));
}

function add(part: string, count: number, ms: number): number {
  if (part === 'year') return addMonths(ms, count * 12);
  return part === 'month' ? addMonths(ms, count) : ms + count * (unitMs[part] ?? 0);
}

/** How many borders of a unit lie between two times (page "DateTimeDiff"). */
function difference(part: string, from: number, to: number): number {
  if (part === 'year') return new Date(to).getUTCFullYear() - new Date(from).getUTCFullYear();
  if (part === 'month') return monthsOf(to) - monthsOf(from);
  const length = unitMs[part] ?? 1;
  return Math.floor(to / length) - Math.floor(from / length);
}

const parts: Readonly<Record<string, (date: Date) => number>> = {
  year: (date) => date.getUTCFullYear(),
  month: (date) => date.getUTCMonth() + 1,
  day: (date) => date.getUTCDate(),
  hour: (date) => date.getUTCHours(),
  minute: (date) => date.getUTCMinutes(),
  second: (date) => date.getUTCSeconds(),
  millisecond: (date) => date.getUTCMilliseconds(),
};

/** Page "Date and time functions in Azure Cosmos DB for NoSQL", to the millisecond. */
export const dateFunctions: BuiltIns = {
  GETCURRENTTIMESTAMP: now((ms) => ms),
  GETCURRENTTIMESTAMPSTATIC: now((ms) => ms),
  GETCURRENTDATETIME: now(written),
  GETCURRENTDATETIMESTATIC: now(written),
  GETCURRENTTICKS: now((ms) => ms * ticksPerMs),
  DATETIMETOTIMESTAMP: ofDate((ms) => ms),
  DATETIMETOTICKS: ofDate((ms) => ms * ticksPerMs),
  TIMESTAMPTODATETIME: ofCount(written),
  TICKSTODATETIME: ofCount((ticks) => written(ticks / ticksPerMs)),
  DATETIMEADD: {
    least: 3,
    most: 3,
    run: ([name, count, text]) => {
      const [part, ms] = [unit(name), read(text)];
      if (part === undefined || ms === undefined || !isNumber(count)) return undefined;
      return written(add(part, count, ms));
    },
  },
  DATETIMEDIFF: {
    least: 3,
    most: 3,
    run: ([name, start, end]) => {
      const [part, from, to] = [unit(name), read(start), read(end)];
      if (part === undefined || from === undefined || to === undefined) return undefined;
      return difference(part, from, to);
    },
  },
  DATETIMEPART: {
    least: 2,
    most: 2,
    run: ([name, text]) => {
      const [part, ms] = [unit(name), read(text)];
      return part === undefined || ms === undefined ? undefined : parts[part]?.(new Date(ms));
    },
  },
};
