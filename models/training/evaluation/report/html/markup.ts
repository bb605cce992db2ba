const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in an element or in a quoted attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A coordinate with as many digits as a screen can show. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Round numbers from 0 on that divide a scale up to `most` into two to five parts. */
export function ticksUpTo(most: number): readonly number[] {
  if (!(most > 0)) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(most / 2));
  const step = [1, 2, 5, 10].map((part) => part * power).find((each) => most / each <= 5) ?? most;
  const ticks = [0];
  while ((ticks.at(-1) ?? 0) < most) ticks.push(Number((ticks.length * step).toPrecision(12)));
  return ticks;
}
