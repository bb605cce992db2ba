import type { ArtifactStore } from '../../ports/artifact-store.js';
import type { Archive, ArchiveWriter, ChangeArchive } from '../../ports/change-archive.js';
import type { Change } from '../../ports/change-log.js';
import type { NewId } from '../../ports/runtime.js';
import {
  archives,
  damaged,
  decodePage,
  encodeManifest,
  encodePage,
  filesOf,
  type Manifest,
  manifestOf,
  pageOf,
  readManifest,
  sha256,
} from './archive-files.js';

interface Dependencies {
  readonly artifacts: ArtifactStore;
  /** Sorting by time of making. */
  readonly newId: NewId;
}

/** One or two may be read by somebody: the newest, and the one before it. */
const kept = 2;
/** Each takes a round trip, and a page is some 200 KB. */
const readAtOnce = 8;

/** Archives as compressed files among the artifacts. An open one holds its compressed pages in memory until they are read. */
export function artifactChangeArchive(dependencies: Dependencies): ChangeArchive {
  const { artifacts, newId } = dependencies;
  return {
    async newest() {
      const [newest] = (await finished(artifacts)).slice(-1);
      return newest === undefined ? undefined : open(artifacts, newest);
    },
    open: (id) => open(artifacts, id),
    begin: () => writer(artifacts, newId()),
  };
}

/** Ids of whole archives, oldest first. */
async function finished(artifacts: ArtifactStore): Promise<readonly string[]> {
  const paths = new Set(await artifacts.list(archives));
  return [...idsIn(paths)].filter((id) => paths.has(manifestOf(id))).toSorted();
}

function idsIn(paths: Iterable<string>): ReadonlySet<string> {
  return new Set([...paths].map((path) => path.slice(archives.length).split('/')[0] ?? ''));
}

async function open(artifacts: ArtifactStore, id: string): Promise<Archive | undefined> {
  const manifest = await readManifest(artifacts, id);
  if (manifest === undefined) return undefined;
  const { cursor, madeAt, pages } = manifest;
  const contents = await readPages(artifacts, id, pages);
  return {
    ...{ id, cursor, madeAt, pageCount: pages.length },
    async page(index) {
      const content = contents.get(index) ?? (await readPage(artifacts, id, { pages, index }));
      contents.delete(index);
      return decodePage(id, content);
    },
  };
}

/** All of them first: a reader cannot take back what it has passed on already when it comes to a damaged page. */
async function readPages(artifacts: ArtifactStore, id: string, pages: Manifest['pages']) {
  const contents = new Map<number, Uint8Array>();
  const left = pages.keys();
  const read = async () => {
    for (const index of left) contents.set(index, await readPage(artifacts, id, { pages, index }));
  };
  await Promise.all(Array.from({ length: readAtOnce }, read));
  return contents;
}

async function readPage(
  artifacts: ArtifactStore,
  id: string,
  { pages, index }: { readonly pages: Manifest['pages']; readonly index: number },
): Promise<Uint8Array> {
  const content = await artifacts.read(pageOf(id, index));
  if (content === undefined) throw damaged(id, `its page ${index} is gone`);
  if (sha256(content) === pages[index]?.sha256) return content;
  throw damaged(id, `its page ${index} is not what was written`);
}

function writer(artifacts: ArtifactStore, id: string): ArchiveWriter {
  const pages: Manifest['pages'] = [];
  return {
    get pageCount() {
      return pages.length;
    },
    page: async (index) => decodePage(id, await readPage(artifacts, id, { pages, index })),
    abandon: () => artifacts.removeAll(filesOf(id)),
    async add(changes: readonly Change[]) {
      const content = await encodePage(changes);
      await artifacts.write(pageOf(id, pages.length), content);
      pages.push({ sha256: sha256(content), changes: changes.length });
    },
    async finish(end) {
      await artifacts.write(manifestOf(id), encodeManifest({ ...end, pages }));
      await removeOld(artifacts, id);
    },
  };
}

/** Those that nobody finished go too, but for such as were begun after this one. */
async function removeOld(artifacts: ArtifactStore, newest: string): Promise<void> {
  const recent = new Set((await finished(artifacts)).slice(-kept));
  for (const id of idsIn(await artifacts.list(archives))) {
    if (!recent.has(id) && id < newest) await artifacts.removeAll(filesOf(id));
  }
}
