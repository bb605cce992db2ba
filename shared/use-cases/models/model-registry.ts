import { AppError } from '../../domain/errors.js';
import type { Manifest, ModelEntry } from '../../domain/model-version.js';
import type { ModelName } from '../../domain/ranking.js';
import type { ArtifactStore, PointerValue } from '../../ports/artifact-store.js';
import type { Clock, NewId, Telemetry } from '../../ports/runtime.js';
import type { ModelFiles } from '../../ports/training.js';
import type { TrainingOutcome } from '../../ports/training-runner.js';
import { type Listed, type ManifestCodec, type Manifests, makeManifests } from './manifests.js';
import { pruneVersions } from './prune-versions.js';
import { type Digest, filesOf, readModels, writeModel } from './version-files.js';
import { versionName } from './version-name.js';

/** What a training run came to. */
export interface Candidate extends Pick<TrainingOutcome, 'data' | 'models' | 'verdict'> {
  readonly seed: number;
  /** The version it was judged against: the one that served when the run began, absent where none did. */
  readonly parent?: string;
}

interface StoredVersion {
  readonly manifest: Manifest;
  readonly models: ReadonlyMap<ModelName, ModelFiles>;
}

export type ListedVersion = Listed & { readonly isServing: boolean };

/** Versions of all models, written once; one of them serves. */
export interface ModelRegistry {
  /**
   * Writes a version, and makes it the serving one where its verdict says so and its parent still serves; otherwise it
   * is set aside with the reason. Whatever ends the process on the way, what served before goes on serving. Throws
   * `unavailable` where there is no room, `conflict` where the serving version was changed in the last moment.
   */
  publish(candidate: Candidate): Promise<Manifest>;
  /** Newest first. */
  list(): Promise<readonly ListedVersion[]>;
  /** Throws `not-found` for an unknown version, `conflict` for one of another format. */
  manifest(version: string): Promise<Manifest>;
  /** Reads and checks all of a version. Throws like `manifest`, and `conflict` for files that are damaged or gone. */
  load(version: string): Promise<StoredVersion>;
  /** Makes a stored version the serving one once it has been read and found whole. Throws as `load` and `publish` do. */
  activate(version: string): Promise<Manifest>;
  serving(): Promise<PointerValue | undefined>;
}

/** Points to the version that serves. */
export const servingPointer = 'serving';

export interface RegistryDependencies {
  readonly artifacts: ArtifactStore;
  readonly codec: ManifestCodec;
  readonly digest: Digest;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly telemetry: Telemetry;
}

export function makeModelRegistry(dependencies: RegistryDependencies): ModelRegistry {
  const { artifacts, clock, newId, telemetry } = dependencies;
  const manifests = makeManifests(artifacts, dependencies.codec);
  const serving = () => artifacts.pointer(servingPointer);

  async function point(to: string, from: PointerValue | undefined): Promise<void> {
    if (await artifacts.movePointer(servingPointer, to, from?.mark)) return;
    throw new AppError('conflict', `the serving version was changed while ${to} was to become it`);
  }

  /** Room for the next is made when there is time for it: what was published stays published if this fails. */
  async function prune(): Promise<void> {
    try {
      const now = await serving();
      await pruneVersions({ artifacts, manifests, clock }, now?.value);
    } catch (error) {
      telemetry.exception(error, { during: 'pruning model versions' });
    }
  }

  async function load(version: string): Promise<StoredVersion> {
    const manifest = await manifests.read(version);
    return { manifest, models: await readModels(dependencies, manifest) };
  }

  return {
    async publish(candidate) {
      const before = await serving();
      const judged = judgedAgain(candidate, before?.value);
      const manifest = await writeVersion(
        { ...dependencies, manifests },
        versionName(clock(), newId()),
        judged,
      );
      if (manifest.verdict.isPublished) await point(manifest.version, before);
      await prune();
      return manifest;
    },
    async list() {
      const now = (await serving())?.value;
      const listed = await manifests.list();
      return listed.map((one) => ({ ...one, isServing: one.version === now }));
    },
    manifest: manifests.read,
    load,
    async activate(version) {
      const before = await serving();
      const { manifest } = await load(version);
      if (before?.value !== version) await point(version, before);
      return manifest;
    },
    serving,
  };
}

/** First its files, then its manifest. */
async function writeVersion(
  dependencies: RegistryDependencies & { readonly manifests: Manifests },
  version: string,
  candidate: Candidate,
): Promise<Manifest> {
  const { seed, parent, data, verdict } = candidate;
  const origin = { version, createdAt: dependencies.clock(), seed };
  const judged = { ...(parent !== undefined && { parent }), verdict };
  const models: ModelEntry[] = [];
  try {
    for (const model of candidate.models) {
      models.push(await writeModel(dependencies, version, model));
    }
    const manifest: Manifest = { formatVersion: 1, ...origin, data, models, ...judged };
    await dependencies.manifests.write(manifest);
    return manifest;
  } catch (error) {
    // Half a version would take up room that the next one may need; one of the same name is another's.
    const isAnothers = error instanceof AppError && error.code === 'conflict';
    if (!isAnothers) await dependencies.artifacts.removeAll(filesOf(version));
    throw error;
  }
}

/** A verdict against a version that serves no longer, because somebody rolled back meanwhile, says nothing about the one that does. */
function judgedAgain(candidate: Candidate, serving: string | undefined): Candidate {
  if (!candidate.verdict.isPublished || candidate.parent === serving) return candidate;
  const reason = `judged against ${candidate.parent ?? 'no version'}, while ${serving ?? 'none'} serves now`;
  return { ...candidate, verdict: { ...candidate.verdict, isPublished: false, reason } };
}
