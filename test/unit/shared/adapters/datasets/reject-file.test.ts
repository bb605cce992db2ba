import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rejectFiles } from '../../../../../shared/adapters/datasets/reject-file.js';
import type { DatasetSource } from '../../../../../shared/ports/dataset.js';
import { folderWith } from '../../../../support/datasets.js';

const source: DatasetSource = {
  name: 'a.csv.gz',
  fingerprint: '0123456789abcdef',
  sizeBytes: 1,
  async *batches() {},
};
const row = (line: number) => ({ line, reason: 'bad', row: 'x,"y"' });
const read = (path: string) =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as unknown);

describe('reject files', () => {
  it('hold a row a line, in a folder made when it is needed', async () => {
    const folder = join(folderWith({}), 'rejects');
    const log = rejectFiles(folder);
    expect(existsSync(folder)).toBe(false);
    const size = await log.append(source, [row(1)], 0);
    await log.append(source, [row(2), row(3)], size);
    expect(log.describe(source)).toBe(join(folder, 'a.csv.gz.01234567.ndjson'));
    expect(read(log.describe(source))).toEqual([row(1), row(2), row(3)]);
  });

  it('forget what stands behind the place that is to be kept', async () => {
    const log = rejectFiles(folderWith({}));
    const size = await log.append(source, [row(1)], 0);
    await log.append(source, [row(2), row(3)], size);
    await log.append(source, [row(2)], size);
    expect(read(log.describe(source))).toEqual([row(1), row(2)]);
  });

  it('begin anew where somebody took the file away', async () => {
    const log = rejectFiles(folderWith({}));
    const size = await log.append(source, [row(1)], 0);
    rmSync(log.describe(source));
    expect(await log.append(source, [row(2)], size)).toBe(size);
    expect(read(log.describe(source))).toEqual([row(2)]);
  });

  it('stop growing at a hundred megabytes', async () => {
    const log = rejectFiles(folderWith({}));
    expect(await log.append(source, [row(1)], 200 * 1024 * 1024)).toBe(200 * 1024 * 1024);
    expect(existsSync(log.describe(source))).toBe(false);
  });
});
