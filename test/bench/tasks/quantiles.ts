/** Figures in ms under the headings of a report. */
export function quantiles(figures: readonly number[]) {
  const sorted = Float64Array.from(figures).sort();
  const at = (share: number) =>
    (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1);
  return { 'p50 ms': at(0.5), 'p95 ms': at(0.95), 'p99 ms': at(0.99), 'max ms': at(0.9999) };
}

/** How many figures fall below each bound and above the one before, as text. */
export function histogram(figures: readonly number[], bounds: readonly number[]): string {
  const counts = [...bounds, Number.POSITIVE_INFINITY].map((bound, index) => {
    const from = bounds[index - 1] ?? Number.NEGATIVE_INFINITY;
    const count = figures.filter((each) => each >= from && each < bound).length;
    return `${bound === Number.POSITIVE_INFINITY ? `≥ ${from}` : `< ${bound}`}: ${count}`;
  });
  return counts.join(', ');
}
