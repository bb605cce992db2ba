import type { Estimate } from '../../../../../shared/domain/model-version.js';
import { escaped, px, ticksUpTo } from './markup.js';

/** One estimate of a row; `series` picks the colour. */
export interface Mark {
  readonly label: string;
  readonly series: number;
  readonly estimate: Estimate;
}

export interface ChartRow {
  readonly label: string;
  /** Beside the label, smaller. */
  readonly note?: string;
  readonly marks: readonly Mark[];
}

export interface Chart {
  readonly title: string;
  readonly rows: readonly ChartRow[];
}

const layout = { width: 640, left: 170, right: 70, markHeight: 18, rowGap: 14, axis: 26 };

/** Rows of bars from 0 with the interval of each drawn over its end. */
export function barChart({ title, rows }: Chart): string {
  const { width, left, right, axis, rowGap } = layout;
  const most = Math.max(
    0,
    ...rows.flatMap(({ marks }) => marks.map(({ estimate }) => estimate.high)),
  );
  const ticks = ticksUpTo(most);
  const scale = (value: number) => left + ((width - left - right) * value) / (ticks.at(-1) ?? 1);
  const parts: string[] = [];
  let y = 8;
  for (const row of rows) {
    parts.push(drawRow(row, y, scale));
    y += heightOf(row) + rowGap;
  }
  const grid = ticks.map((tick) => drawTick(tick, scale(tick), y));
  return `<figure><figcaption>${escaped(title)}</figcaption><svg viewBox="0 0 ${width} ${px(y + axis)}" role="img" aria-label="${escaped(title)}">${grid.join('')}${parts.join('')}</svg></figure>`;
}

function heightOf({ marks }: ChartRow): number {
  return marks.length * layout.markHeight;
}

function drawTick(tick: number, x: number, bottom: number): string {
  return `<line class="grid" x1="${px(x)}" y1="4" x2="${px(x)}" y2="${px(bottom)}"/><text class="tick" x="${px(x)}" y="${px(bottom + 16)}">${tick}</text>`;
}

function drawRow(row: ChartRow, top: number, scale: (value: number) => number): string {
  const middle = top + heightOf(row) / 2;
  const note = row.note ? `<tspan class="note"> ${escaped(row.note)}</tspan>` : '';
  const label = `<text class="label" x="${layout.left - 10}" y="${px(middle + 4)}">${escaped(row.label)}${note}</text>`;
  const marks = row.marks.map((mark, at) => drawMark(mark, top + at * layout.markHeight, scale));
  return `<g>${label}${marks.join('')}</g>`;
}

function drawMark(
  { label, series, estimate }: Mark,
  top: number,
  scale: (value: number) => number,
): string {
  const { mean, low, high } = estimate;
  const [start, end, from, to] = [scale(0), scale(mean), scale(low), scale(high)];
  const y = top + layout.markHeight / 2;
  const told = `${label}: ${mean.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`;
  return [
    `<g class="mark s${series}"><title>${escaped(told)}</title>`,
    `<rect x="${px(start)}" y="${px(top + 2)}" width="${px(Math.max(1, end - start))}" height="${layout.markHeight - 4}" rx="2"/>`,
    `<path class="whisker" d="M${px(from)} ${px(y)}H${px(to)}M${px(from)} ${px(y - 4)}V${px(y + 4)}M${px(to)} ${px(y - 4)}V${px(y + 4)}"/>`,
    `<text class="value" x="${px(to + 6)}" y="${px(y + 4)}">${mean.toFixed(3)}</text></g>`,
  ].join('');
}
