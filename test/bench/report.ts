/** One line of a report: a figure under each heading that it has one for. */
export type Row = Readonly<Record<string, string>>;

/** A Markdown table with a column for every heading, in the order in which they first come up. */
export function table(rows: readonly Row[]): string {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(headings),
    line(headings.map(() => '---')),
    ...rows.map((row) => line(headings.map((heading) => row[heading] ?? ''))),
  ].join('\n');
}
