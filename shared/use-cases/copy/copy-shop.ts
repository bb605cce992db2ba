import { AppError } from '../../domain/errors.js';
import { copyArtifacts } from './copy-artifacts.js';
import { copyChanges } from './copy-changes.js';
import { copyUsers } from './copy-users.js';
import { copyVectors } from './copy-vectors.js';
import type { Digest, HashContent } from './digest-records.js';
import { digestSide, type SideDigest } from './digest-side.js';
import type { Copying } from './shop-side.js';

export interface CopyReport {
  /** What was written by this run. */
  readonly copied: {
    readonly changes: number;
    readonly users: number;
    readonly vectors: number;
    readonly artifacts: number;
  };
  /** What both places hold now, part by part. */
  readonly verified: SideDigest;
}

/**
 * Copies a shop from one place to another and compares what they hold then by counts and hashes. May be stopped or die at
 * any moment: called again it goes on. Throws `conflict` where the two differ in the end, naming the parts; the
 * signal's reason when aborted.
 */
export async function copyShop(copying: Copying, hash: HashContent): Promise<CopyReport> {
  const copied = {
    changes: await copyChanges(copying),
    users: await copyUsers(copying),
    vectors: await copyVectors(copying),
    artifacts: await copyArtifacts(copying),
  };
  const { from, to, progress, signal } = copying;
  progress.report('Comparing', 0, 2);
  const wanted = await digestSide(from, hash, signal);
  progress.report('Comparing', 1, 2);
  const found = await digestSide(to, hash, signal);
  progress.end();
  demandEqual(wanted, found);
  return { copied, verified: found };
}

/** What the target holds beside, such as vectors of spaces that the source never had, is its own. */
function demandEqual(wanted: SideDigest, found: SideDigest): void {
  const differing = [...wanted].filter(([part, digest]) => !isEqual(digest, found.get(part)));
  if (differing.length === 0) return;
  const lines = differing.map(
    ([part, digest]) => `${part}: ${describe(digest)} became ${describe(found.get(part))}`,
  );
  throw new AppError('conflict', `the copy differs from what was copied:\n  ${lines.join('\n  ')}`);
}

const isEqual = (a: Digest, b: Digest | undefined): boolean =>
  a.count === (b?.count ?? 0) && (a.count === 0 || a.hash === b?.hash);

const describe = (digest: Digest | undefined): string =>
  digest ? `${digest.count} (${digest.hash})` : 'none';
