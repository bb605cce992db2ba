import { AppError } from '../../domain/errors.js';
import type { Manifest } from '../../domain/model-version.js';
import type { ArtifactStore } from '../../ports/artifact-store.js';

/** Manifests as bytes. `decode` throws `invalid`, saying what was expected. */
export interface ManifestCodec {
  encode(manifest: Manifest): Uint8Array;
  decode(content: Uint8Array): Manifest;
}

/** A version as its manifest tells it, or why that cannot be read. */
export type Listed =
  | { readonly version: string; readonly manifest: Manifest }
  | { readonly version: string; readonly problem: string };

export interface Manifests {
  write(manifest: Manifest): Promise<void>;
  /** Throws `not-found` for an unknown version, `conflict` for a manifest that cannot be read. */
  read(version: string): Promise<Manifest>;
  /** Newest first. */
  list(): Promise<readonly Listed[]>;
  remove(version: string): Promise<void>;
}

const prefix = 'manifests/';
const pathOf = (version: string) => `${prefix}${version}.json`;

/** The manifests of an artifact store. They lie apart from the files they speak of: a version is there once its manifest is. */
export function makeManifests(artifacts: ArtifactStore, codec: ManifestCodec): Manifests {
  async function read(version: string): Promise<Manifest> {
    const content = await artifacts.read(pathOf(version));
    if (!content) throw new AppError('not-found', `there is no model version ${version}`);
    const manifest = decode(codec, content, pathOf(version));
    if (manifest.version === version) return manifest;
    throw unreadable(pathOf(version), `it speaks of version ${manifest.version}`);
  }

  const listed = async (version: string): Promise<Listed> => {
    try {
      return { version, manifest: await read(version) };
    } catch (error) {
      if (error instanceof AppError) return { version, problem: error.message };
      throw error;
    }
  };

  return {
    write: (manifest) => artifacts.write(pathOf(manifest.version), codec.encode(manifest)),
    read,
    async list() {
      const paths = await artifacts.list(prefix);
      const versions = paths.map((path) => path.slice(prefix.length, -'.json'.length));
      return Promise.all(versions.reverse().map(listed));
    },
    remove: (version) => artifacts.removeAll(pathOf(version)),
  };
}

function decode(codec: ManifestCodec, content: Uint8Array, path: string): Manifest {
  try {
    return codec.decode(content);
  } catch (error) {
    if (error instanceof AppError) throw unreadable(path, error.message, error);
    throw error;
  }
}

const unreadable = (path: string, why: string, cause?: unknown) =>
  new AppError('conflict', `${path}: ${why}`, { cause });
