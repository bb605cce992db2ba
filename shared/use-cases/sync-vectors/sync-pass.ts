import type { SyncOutcome } from '../../domain/sync-outcome.js';
import { spaceName, type VectorKind } from '../../domain/vector-space.js';
import type { Bookmarks } from '../../ports/bookmarks.js';
import type { Lane } from './encoding/encode-batch.js';

/** How far a task has come with the catalogue; kept as a bookmark after each batch that changed something. */
export interface SyncPass {
  /** Whose it is: another task begins another pass. */
  readonly task: string;
  readonly spaces: Readonly<Partial<Record<VectorKind, string>>>;
  /** Of the catalogue; absent at its beginning. */
  readonly cursor?: string;
  /** Items behind, inactive ones too. */
  readonly passed: number;
  readonly outcome: SyncOutcome;
}

const bookmark = 'sync-vectors.pass';

export function newPass(task: string, lanes: readonly Lane[], outcome: SyncOutcome): SyncPass {
  return { task, spaces: spacesOf(lanes), passed: 0, outcome };
}

/** The pass that an earlier attempt of the task began into the same spaces. */
export async function passOf(
  task: string,
  lanes: readonly Lane[],
  bookmarks: Bookmarks,
): Promise<SyncPass | undefined> {
  const kept = await bookmarks.get(bookmark);
  if (kept === undefined) return undefined;
  const pass = JSON.parse(kept) as SyncPass;
  const { text, image } = spacesOf(lanes);
  const isSame = pass.spaces.text === text && pass.spaces.image === image;
  return pass.task === task && isSame ? pass : undefined;
}

export const keepPass = (pass: SyncPass, bookmarks: Bookmarks): Promise<void> =>
  bookmarks.put(bookmark, JSON.stringify(pass));

const spacesOf = (lanes: readonly Lane[]): SyncPass['spaces'] =>
  Object.fromEntries(lanes.map(({ maker, space }) => [maker.kind, spaceName(space)]));
