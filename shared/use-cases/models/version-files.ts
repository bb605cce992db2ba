import { AppError } from '../../domain/errors.js';
import type { Manifest, ModelEntry } from '../../domain/model-version.js';
import type { ModelName } from '../../domain/ranking.js';
import type { ArtifactStore } from '../../ports/artifact-store.js';
import type { ModelFiles } from '../../ports/training.js';
import type { TrainedModel } from '../../ports/training-runner.js';

/** SHA-256 in lower-case hexadecimal. */
export type Digest = (content: Uint8Array) => Promise<string>;

export interface VersionFilesDependencies {
  readonly artifacts: ArtifactStore;
  readonly digest: Digest;
}

export const filesOf = (version: string) => `files/${version}/`;

const pathOf = (version: string, model: ModelName, file: string) =>
  `${filesOf(version)}${model}/${file}`;

/** Writes a model's files; its entry for the manifest. */
export async function writeModel(
  { artifacts, digest }: VersionFilesDependencies,
  version: string,
  { files, ...model }: TrainedModel,
): Promise<ModelEntry> {
  const written: ModelEntry['files'][number][] = [];
  for (const [name, content] of files) {
    await artifacts.write(pathOf(version, model.name, name), content);
    written.push({ name, sizeBytes: content.byteLength, sha256: await digest(content) });
  }
  return { ...model, files: written };
}

/** Reads all files of a version. Throws `conflict` for one that is gone, or is not what was written. */
export async function readModels(
  dependencies: VersionFilesDependencies,
  { version, models }: Manifest,
): Promise<ReadonlyMap<ModelName, ModelFiles>> {
  const read = new Map<ModelName, ModelFiles>();
  for (const { name, files } of models) {
    const contents = new Map<string, Uint8Array>();
    for (const file of files) {
      contents.set(file.name, await readFile(dependencies, pathOf(version, name, file.name), file));
    }
    read.set(name, contents);
  }
  return read;
}

async function readFile(
  { artifacts, digest }: VersionFilesDependencies,
  path: string,
  expected: ModelEntry['files'][number],
): Promise<Uint8Array> {
  const content = await artifacts.read(path);
  if (!content) throw damaged(path, `expected ${expected.sizeBytes} bytes, and it is gone`);
  const { byteLength } = content;
  if (byteLength !== expected.sizeBytes) {
    throw damaged(path, `expected ${expected.sizeBytes} bytes, got ${byteLength}`);
  }
  const sha256 = await digest(content);
  if (sha256 !== expected.sha256) {
    throw damaged(path, `expected the SHA-256 ${expected.sha256}, got ${sha256}`);
  }
  return content;
}

const damaged = (path: string, what: string) => new AppError('conflict', `${path}: ${what}`);
