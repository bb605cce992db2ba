import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { consoleProgress } from '../../../../../shared/adapters/console/progress.js';

/** What is written to something that is no terminal, or says that it is one. */
function paper(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY });
  return { stream, text: () => String(stream.read() ?? '') };
}

describe('progress without a terminal', () => {
  it('is a line for each stage, a line now and then, and the last word', () => {
    let now = 0;
    const { stream, text } = paper(false);
    const progress = consoleProgress(stream, () => now);
    progress.report('a.csv', 0, 200);
    progress.report('a.csv', 50, 200, '50 rows');
    now = 6_000;
    progress.report('a.csv', 100, 200, '100 rows');
    progress.report('a.csv', 200, 200, '200 rows');
    progress.report('Learning', 7);
    progress.end();
    expect(text()).toBe('a.csv: 0%\na.csv: 50%, 100 rows\na.csv: 100%, 200 rows\nLearning: 7\n');
  });
});

describe('progress on a terminal', () => {
  it('is a bar with share and note for each stage', () => {
    const { stream, text } = paper(true);
    const progress = consoleProgress(stream, Date.now);
    progress.report('a.csv', 0, 2_000_000_000);
    progress.report('a.csv', 1, 2_000_000_000);
    progress.report('a.csv', 2_000_000_000, 2_000_000_000, '200 rows, 9/s');
    progress.report('Learning', 7);
    progress.end();
    const shown = text();
    expect(shown).toContain('100%');
    expect(shown).toContain('200 rows, 9/s');
    expect(shown).toContain('Learning  7');
  });
});
