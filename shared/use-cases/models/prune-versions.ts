import type { ArtifactStore } from '../../ports/artifact-store.js';
import type { Clock } from '../../ports/runtime.js';
import type { Listed, Manifests } from './manifests.js';
import { filesOf } from './version-files.js';
import { timeOfVersion } from './version-name.js';

const keptOfEach = 5;
/** Files without a manifest are a version being written, or what a writer left that died: no writing takes this long. */
const abandonedAfterMs = 3_600_000;

/** Removes all but the last of what was published and of what was set aside, and what killed writers left. */
export async function pruneVersions(
  dependencies: {
    readonly artifacts: ArtifactStore;
    readonly manifests: Manifests;
    readonly clock: Clock;
  },
  serving: string | undefined,
): Promise<void> {
  const { artifacts, manifests } = dependencies;
  const listed = await manifests.list();
  const [published, setAside] = [
    listed.filter(isPublished),
    listed.filter((one) => !isPublished(one)),
  ];
  for (const { version } of [...published.slice(keptOfEach), ...setAside.slice(keptOfEach)]) {
    if (version === serving) continue;
    await manifests.remove(version);
    await artifacts.removeAll(filesOf(version));
  }
  await removeAbandoned(dependencies, listed);
}

const isPublished = (one: Listed) => 'manifest' in one && one.manifest.verdict.isPublished;

async function removeAbandoned(
  { artifacts, clock }: { readonly artifacts: ArtifactStore; readonly clock: Clock },
  listed: readonly Listed[],
): Promise<void> {
  const known = new Set(listed.map(({ version }) => version));
  const paths = await artifacts.list('files/');
  const versions = new Set(paths.map((path) => path.split('/')[1] ?? ''));
  for (const version of versions) {
    const age = clock() - (timeOfVersion(version) ?? 0);
    if (!known.has(version) && age > abandonedAfterMs) await artifacts.removeAll(filesOf(version));
  }
}
