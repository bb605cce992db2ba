import { z } from 'zod';
import type { Bookmarks } from '../../shared/ports/bookmarks.js';

const leaseSchema = z.object({ cursor: z.string(), holder: z.string(), until: z.number() });

/** How far a change trigger has come, and which process handles it until when; a bookmark. */
export type ChangesLease = z.output<typeof leaseSchema>;

const nameOf = (trigger: string) => `changes.${trigger}`;

/** Undefined where there is none, or none that this program reads. */
export async function readLease(
  bookmarks: Bookmarks,
  trigger: string,
): Promise<ChangesLease | undefined> {
  const note = await bookmarks.get(nameOf(trigger));
  return note === undefined ? undefined : leaseSchema.safeParse(parsed(note)).data;
}

export const writeLease = (
  bookmarks: Bookmarks,
  trigger: string,
  lease: ChangesLease,
): Promise<void> => bookmarks.put(nameOf(trigger), JSON.stringify(lease));

function parsed(note: string): unknown {
  try {
    return JSON.parse(note);
  } catch {
    return undefined;
  }
}
