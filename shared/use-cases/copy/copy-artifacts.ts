import { AppError } from '../../domain/errors.js';
import { servingPointer } from '../models/model-registry.js';
import type { Copying } from './shop-side.js';

/** Versions of models, and which of them serves; files never change, so what is there is there. */
export async function copyArtifacts({ from, to, progress, signal }: Copying): Promise<number> {
  const paths = await from.artifacts.list('');
  const there = new Set(await to.artifacts.list(''));
  const missing = paths.filter((path) => !there.has(path));
  for (const [at, path] of missing.entries()) {
    signal.throwIfAborted();
    progress.report('Copying models', at, missing.length);
    const content = await from.artifacts.read(path);
    if (content) await to.artifacts.write(path, content);
  }
  await copyPointer({ from, to });
  return missing.length;
}

async function copyPointer({ from, to }: Pick<Copying, 'from' | 'to'>): Promise<void> {
  const wanted = await from.artifacts.pointer(servingPointer);
  if (!wanted) return;
  const present = await to.artifacts.pointer(servingPointer);
  if (present?.value === wanted.value) return;
  if (await to.artifacts.movePointer(servingPointer, wanted.value, present?.mark)) return;
  throw new AppError(
    'conflict',
    'another version began to serve in the target while it was copied',
  );
}
