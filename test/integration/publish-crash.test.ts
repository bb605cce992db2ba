import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileArtifactStore } from '../../shared/adapters/files/artifact-store.js';
import { seededRandom } from '../../shared/domain/random.js';
import { candidate, registryOn } from '../support/model-versions.js';
import { startTestProcess } from './fixtures/store-process.js';

interface Said {
  readonly begun?: number;
  readonly published?: string;
  readonly code?: string;
  readonly message?: string;
}

const program = new URL('fixtures/version-publisher.ts', import.meta.url);

/** Kills a publisher somewhere in the middle of a publication; what it said it had published. */
async function killWhilePublishing(folder: string, delayMs: number): Promise<readonly string[]> {
  const { child, lines, ended } = startTestProcess(program, [folder, 'forever']);
  const published: string[] = [];
  for await (const line of lines) {
    const said = line as Said;
    if (said.published) published.push(said.published);
    if (said.begun === 1) setTimeout(() => child.kill('SIGKILL'), delayMs);
  }
  expect(await ended).toBe('');
  return published;
}

describe('Publishing', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'versions-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('that is killed at any point leaves a version that serves, whole, and the next one works', async () => {
    const random = seededRandom(20_261_121);
    for (let round = 0; round < 15; round++) {
      const published = await killWhilePublishing(folder, random() * 40);
      const registry = registryOn(fileArtifactStore(folder), {
        clock: Date.now,
        newId: randomUUID,
      });
      const serving = (await registry.serving())?.value ?? '';
      // The last that it said, or one that it had no time to tell of.
      expect(serving >= (published.at(-1) ?? '')).toBe(true);
      const { manifest } = await registry.load(serving);
      expect(manifest.verdict.isPublished).toBe(true);
      for (const one of await registry.list()) {
        if (one.version >= serving) continue;
        await registry.load(one.version);
      }
      const next = await registry.publish(candidate('next', { parent: serving }));
      expect((await registry.serving())?.value).toBe(next.version);
    }
  });

  it('on a disk that takes no more is refused, leaves nothing of it and works again', async () => {
    const { lines, ended } = startTestProcess(program, [folder, 'until-full'], 8 * 1024);
    const said: Said[] = [];
    for await (const line of lines) said.push(line as Said);
    expect(await ended).toBe('');
    expect(said).toEqual([
      { published: expect.any(String) },
      { code: 'unavailable', message: expect.stringContaining('the disk is full') },
      { published: expect.any(String) },
    ]);
    expect(readdirSync(join(folder, '.drafts'))).toEqual([]);
    const registry = registryOn(fileArtifactStore(folder));
    expect((await registry.list()).map(({ version }) => version)).toEqual(
      [said[2]?.published, said[0]?.published].toSorted().reverse(),
    );
  });
});
