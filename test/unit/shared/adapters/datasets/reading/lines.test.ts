import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuotedLines } from '../../../../../../shared/adapters/datasets/reading/csv.js';
import {
  type Line,
  LineSplitter,
} from '../../../../../../shared/adapters/datasets/reading/lines.js';

const start = { bytes: 0, lines: 0 };

function split(content: Buffer, cuts: readonly number[]): Line[] {
  const splitter = new LineSplitter('utf8', start);
  const edges = [0, ...cuts.map((cut) => cut % (content.length + 1)), content.length].toSorted(
    (a, b) => a - b,
  );
  const lines = edges.flatMap((edge, index) =>
    splitter.push(content.subarray(edge, edges[index + 1] ?? content.length)),
  );
  return [...lines, ...splitter.finish()];
}

const contents = fc.array(fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', '😀')).map((parts) => {
  return Buffer.from(parts.join(''));
});

describe('lines', () => {
  it('are the same however the content is cut into chunks', () => {
    fc.assert(
      fc.property(contents, fc.array(fc.nat()), (content, cuts) => {
        expect(split(content, cuts)).toEqual(split(content, []));
      }),
    );
  });

  it('end where the next begins, so that reading may start at any end', () => {
    fc.assert(
      fc.property(contents, fc.nat(), (content, place) => {
        const lines = split(content, []);
        const at = lines[place % Math.max(1, lines.length)];
        const rest = new LineSplitter('utf8', at?.end ?? start);
        const read = [...rest.push(content.subarray(at?.end.bytes ?? 0)), ...rest.finish()];
        expect(read).toEqual(lines.filter((line) => line.number > (at?.number ?? 0)));
      }),
    );
  });

  it('joined over quotes lose no text', () => {
    fc.assert(
      fc.property(contents, (content) => {
        const lines = split(content, []);
        const joiner = new QuotedLines();
        const joined = [...lines.flatMap((line) => joiner.take(line)), ...joiner.finish()];
        expect(joined.map((line) => line.text).join('\n')).toBe(
          lines.map((line) => line.text).join('\n'),
        );
      }),
    );
  });
});
