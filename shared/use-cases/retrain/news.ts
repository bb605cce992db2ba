import { AppError } from '../../domain/errors.js';
import type { ChangeLog } from '../../ports/change-log.js';
import type { ModelRegistry } from '../models/model-registry.js';

/** Why there is nothing to learn: no change at all, or none since the newest version; undefined where there is. */
export async function newsSince({
  registry,
  changes,
}: {
  readonly registry: ModelRegistry;
  readonly changes: ChangeLog;
}): Promise<string | undefined> {
  const [newest] = await registry.list();
  const cursor = newest && 'manifest' in newest ? newest.manifest.data.cursor : undefined;
  if (await hasChanges(changes, cursor)) return undefined;
  return newest === undefined
    ? 'there is nothing to learn from yet'
    : `nothing has changed since version ${newest.version}`;
}

/** A cursor of another store, as after a restore, says nothing about this one. */
async function hasChanges(changes: ChangeLog, cursor: string | undefined): Promise<boolean> {
  try {
    return (await changes.after(cursor, 1)).changes.length > 0;
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return true;
    throw error;
  }
}
