import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetSource, RejectedRow, RejectLog } from '../../ports/dataset.js';

/** Beyond this only counts are kept: nobody mends a hundred megabytes of rows by hand. */
const maxLogBytes = 100 * 1024 * 1024;

/** Bad rows as NDJSON, a file per data file, in `folder`, which is made when it is needed. */
export function rejectFiles(folder: string): RejectLog {
  const pathOf = (source: DatasetSource) =>
    join(folder, `${plainName(source.name)}.${source.fingerprint.slice(0, 8)}.ndjson`);
  return {
    append: async (source, rows, keepBytes) => {
      if (keepBytes >= maxLogBytes) return keepBytes;
      await mkdir(folder, { recursive: true });
      return write(pathOf(source), rows, keepBytes);
    },
    describe: pathOf,
  };
}

/** Files of folders within folders are named by their way there. */
const plainName = (name: string) => name.replaceAll(/[/\\\0]/g, '-').slice(-150);

async function write(path: string, rows: readonly RejectedRow[], keepBytes: number) {
  const file = await open(path, constants.O_RDWR | constants.O_CREAT);
  try {
    const text = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    // Somebody may have tidied the log away since.
    const start = Math.min(keepBytes, (await file.stat()).size);
    await file.truncate(start);
    await file.write(text, 0, text.length, start);
    return start + text.length;
  } finally {
    await file.close();
  }
}
