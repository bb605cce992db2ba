import { at } from '../choice.js';

/** Between two colours `#rrggbb`: `share` of the second, 0..1. */
export function mix(first: string, second: string, share: number): string {
  const from = channels(first);
  const mixed = channels(second).map((value, index) =>
    Math.round(at(from, index) * (1 - share) + value * share),
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function channels(colour: string): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}
