import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { artifactPath, artifactPrefix, pointerName } from '../../domain/artifact-path.js';
import { AppError } from '../../domain/errors.js';
import type { ArtifactStore } from '../../ports/artifact-store.js';

import { createDurably, unlessMissing } from './durable.js';
import { movePointer, readPointer } from './pointer-files.js';

/**
 * Artifacts as files of a folder that several processes may share, and their pointers below `.pointers`. The disk has
 * to know hard links.
 */
export function fileArtifactStore(folder: string): ArtifactStore {
  const inFolder = (path: string) => join(folder, ...path.split('/'));
  const pointerFolder = (name: string) => join(folder, '.pointers', pointerName(name));
  const workshop = () => ({ folder: join(folder, '.drafts'), name: randomUUID() });
  return {
    async write(path, content) {
      const isWritten = await createDurably(inFolder(artifactPath(path)), content, workshop());
      if (!isWritten) throw new AppError('conflict', `there is an artifact ${path} already`);
    },
    read: async (path) => unlessMissing(readFile(inFolder(artifactPath(path)))),
    list: async (prefix) => pathsIn(folder, artifactPrefix(prefix)),
    async removeAll(prefix) {
      for (const path of await pathsIn(folder, artifactPrefix(prefix))) {
        await rm(inFolder(path), { force: true });
        await removeEmptyFolders(dirname(inFolder(path)), folder);
      }
    },
    pointer: async (name) => readPointer(pointerFolder(name)),
    movePointer: async (name, value, expected) =>
      movePointer(pointerFolder(name), { value, expected }, workshop()),
  };
}

async function pathsIn(folder: string, prefix: string): Promise<readonly string[]> {
  const start = join(folder, dirname(`${prefix}x`));
  const entries = await unlessMissing(readdir(start, { recursive: true, withFileTypes: true }));
  return (entries ?? [])
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => path.startsWith(prefix) && !path.startsWith('.'))
    .toSorted((a, b) => (a < b ? -1 : 1));
}

async function removeEmptyFolders(from: string, root: string): Promise<void> {
  try {
    for (let folder = from; folder !== root; folder = dirname(folder)) await rmdir(folder);
  } catch {
    // Something else is in it, or another process was faster.
  }
}
