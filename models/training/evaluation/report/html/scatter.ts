import { escaped, px, ticksUpTo } from './markup.js';

interface Point {
  readonly label: string;
  readonly series: number;
  readonly x: number;
  readonly y: number;
}

export interface Scatter {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly points: readonly Point[];
}

const frame = { width: 640, height: 340, left: 60, right: 110, top: 14, bottom: 46 };

/** Named points between two axes that start at 0. */
export function scatterChart({ title, xTitle, yTitle, points }: Scatter): string {
  const { width, height, left, right, top, bottom } = frame;
  const xTicks = ticksUpTo(Math.max(0, ...points.map(({ x }) => x)));
  const yTicks = ticksUpTo(Math.max(0, ...points.map(({ y }) => y)));
  const atX = (x: number) => left + ((width - left - right) * x) / (xTicks.at(-1) ?? 1);
  const atY = (y: number) => height - bottom - ((height - top - bottom) * y) / (yTicks.at(-1) ?? 1);
  const base = height - bottom;
  const grid = [
    ...xTicks.map(
      (x) =>
        `<line class="grid" x1="${px(atX(x))}" y1="${top}" x2="${px(atX(x))}" y2="${base}"/><text class="tick" x="${px(atX(x))}" y="${base + 16}">${x}</text>`,
    ),
    ...yTicks.map(
      (y) =>
        `<line class="grid" x1="${left}" y1="${px(atY(y))}" x2="${width - right}" y2="${px(atY(y))}"/><text class="label" x="${left - 8}" y="${px(atY(y) + 4)}">${y}</text>`,
    ),
  ];
  const dots = points.map(({ label, series, x, y }) => {
    const told = `${label}: ${xTitle} ${x.toFixed(3)}, ${yTitle} ${y.toFixed(4)}`;
    return `<g class="mark s${series}"><title>${escaped(told)}</title><circle cx="${px(atX(x))}" cy="${px(atY(y))}" r="6"/><text class="value" x="${px(atX(x) + 10)}" y="${px(atY(y) + 4)}">${escaped(label)}</text></g>`;
  });
  const titles = `<text class="tick" x="${(left + width - right) / 2}" y="${height - 8}">${escaped(xTitle)}</text><text class="tick" transform="translate(14 ${base / 2}) rotate(-90)">${escaped(yTitle)}</text>`;
  return `<figure><figcaption>${escaped(title)}</figcaption><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">${grid.join('')}${titles}${dots.join('')}</svg></figure>`;
}
