import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PointerValue } from '../../ports/artifact-store.js';
import { createDurably, unlessMissing } from './durable.js';

/**
 * How many moves back are remembered. A mover who looked so long ago that all of them are gone could take a number
 * again that was once taken; it would have to sleep between two lines of `movePointer` while 20 others move.
 */
const keptMoves = 20;

/** The numbered files of a pointer: the highest number holds its value, and is its mark. */
export async function readPointer(folder: string): Promise<PointerValue | undefined> {
  for (;;) {
    const number = await highestNumber(folder);
    if (number === 0) return undefined;
    const value = await unlessMissing(readFile(join(folder, String(number)), 'utf8'));
    // Gone since it was listed: others have moved on by so much.
    if (value !== undefined) return { value, mark: String(number) };
  }
}

/** One more file: of all who saw the same number, one is the first to make the next. */
export async function movePointer(
  folder: string,
  to: { readonly value: string; readonly expected: string | undefined },
  workshop: { readonly folder: string; readonly name: string },
): Promise<boolean> {
  const seen = await highestNumber(folder);
  if (seen !== Number(to.expected ?? 0)) return false;
  const next = seen + 1;
  const isMoved = await createDurably(join(folder, String(next)), Buffer.from(to.value), workshop);
  if (isMoved) await forgetBefore(folder, next - keptMoves + 1);
  return isMoved;
}

async function forgetBefore(folder: string, first: number): Promise<void> {
  for (const number of await numbersIn(folder)) {
    if (number < first) await rm(join(folder, String(number)), { force: true });
  }
}

const highestNumber = async (folder: string) => Math.max(0, ...(await numbersIn(folder)));

async function numbersIn(folder: string): Promise<readonly number[]> {
  return ((await unlessMissing(readdir(folder))) ?? []).map(Number);
}
