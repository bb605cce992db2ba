import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArtifactStore } from '../../shared/ports/artifact-store.js';

interface StoreUnderTest {
  /** One more instance on the same artifacts, as another process would have it. */
  open(): ArtifactStore;
  /** Throws all artifacts away. */
  dispose(): Promise<void>;
}

const bytes = (text: string) => new TextEncoder().encode(text);

export function artifactStoreSuite(name: string, newStore: () => Promise<StoreUnderTest>): void {
  describe(`${name} as an artifact store`, () => {
    let underTest: StoreUnderTest;
    let store: ArtifactStore;
    let other: ArtifactStore;
    beforeEach(async () => {
      underTest = await newStore();
      store = underTest.open();
      other = underTest.open();
    });
    afterEach(() => underTest.dispose());

    it('gives back what was written, to every instance', async () => {
      const content = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7) % 256);
      await store.write('a/weights.bin', content);
      expect(Buffer.from(content).equals((await other.read('a/weights.bin')) ?? bytes(''))).toBe(
        true,
      );
      await store.write('a/empty', bytes(''));
      expect(await other.read('a/empty')).toHaveLength(0);
      expect(await store.read('a/none')).toBeUndefined();
      expect(await store.read('a')).toBeUndefined();
    });

    it('writes a path once: the second is refused and the first stays', async () => {
      await store.write('a/b', bytes('first'));
      await expect(other.write('a/b', bytes('second'))).rejects.toMatchObject({ code: 'conflict' });
      expect(await store.read('a/b')).toEqual(Buffer.from('first'));
    });

    it('lets one of many who write the same path at once succeed', async () => {
      const writers = Array.from({ length: 8 }, (_, at) =>
        underTest.open().write('a/b', bytes(String(at))),
      );
      const outcomes = await Promise.allSettled(writers);
      const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await store.read('a/b')).toEqual(Buffer.from(String(winner)));
    });

    it('lists what starts with a prefix, ascending, and never its own bookkeeping', async () => {
      expect(await store.list('')).toEqual([]);
      for (const path of ['b/z', 'a/2', 'a/10/x', 'a/1', 'ab']) await store.write(path, bytes('x'));
      await store.movePointer('serving', 'v', undefined);
      expect(await other.list('')).toEqual(['a/1', 'a/10/x', 'a/2', 'ab', 'b/z']);
      expect(await store.list('a')).toEqual(['a/1', 'a/10/x', 'a/2', 'ab']);
      expect(await store.list('a/1')).toEqual(['a/1', 'a/10/x']);
      expect(await store.list('c/')).toEqual([]);
    });

    it('removes what starts with a prefix and lets it be written again', async () => {
      for (const path of ['a/1/x', 'a/1/y', 'a/2/x']) await store.write(path, bytes('x'));
      await store.removeAll('a/1/');
      await store.removeAll('nothing/');
      expect(await other.list('')).toEqual(['a/2/x']);
      await store.write('a/1/x', bytes('again'));
      expect(await other.read('a/1/x')).toEqual(Buffer.from('again'));
    });

    it.each(['../up', '/root', 'a//b', 'a/../b', './a', 'a/', '', 'a\\b', 'a/.hidden', 'ä', 'a b'])(
      'refuses the path %j',
      async (path) => {
        const refusal = { code: 'invalid' };
        await expect(store.write(path, bytes('x'))).rejects.toMatchObject(refusal);
        await expect(store.read(path)).rejects.toMatchObject(refusal);
      },
    );

    it.each(['../', '/', 'a/../', '.', 'a b'])('refuses the prefix %j', async (prefix) => {
      await expect(store.list(prefix)).rejects.toMatchObject({ code: 'invalid' });
      await expect(store.removeAll(prefix)).rejects.toMatchObject({ code: 'invalid' });
    });

    it.each(['..', 'a/b', '', '.'])('refuses the pointer %j', async (pointer) => {
      await expect(store.pointer(pointer)).rejects.toMatchObject({ code: 'invalid' });
      const move = store.movePointer(pointer, 'v', undefined);
      await expect(move).rejects.toMatchObject({ code: 'invalid' });
    });

    it('moves a pointer for whoever saw where it stands, and tells others that they did not', async () => {
      expect(await store.pointer('serving')).toBeUndefined();
      expect(await store.movePointer('serving', 'v1', undefined)).toBe(true);
      expect(await other.movePointer('serving', 'v2', undefined)).toBe(false);
      const first = await other.pointer('serving');
      expect(first?.value).toBe('v1');
      expect(await other.movePointer('serving', 'v2', first?.mark)).toBe(true);
      expect(await store.movePointer('serving', 'v3', first?.mark)).toBe(false);
      expect((await store.pointer('serving'))?.value).toBe('v2');
    });

    it('gives a pointer that comes back to a value another mark', async () => {
      const marks = new Set<string>();
      for (let move = 0; move < 50; move++) {
        const before = await store.pointer('serving');
        expect(await store.movePointer('serving', 'v', before?.mark)).toBe(true);
        marks.add((await store.pointer('serving'))?.mark ?? '');
      }
      expect(marks.size).toBe(50);
    });

    it('keeps pointers apart', async () => {
      await store.movePointer('a', 'one', undefined);
      expect(await store.pointer('b')).toBeUndefined();
      await store.movePointer('b', 'two', undefined);
      expect((await store.pointer('a'))?.value).toBe('one');
    });

    it('lets one of many who move a pointer at once succeed, each time', async () => {
      for (let round = 0; round < 10; round++) {
        const mark = (await store.pointer('serving'))?.mark;
        const moves = Array.from({ length: 8 }, (_, at) =>
          underTest.open().movePointer('serving', `${round}-${at}`, mark),
        );
        const isMoved = await Promise.all(moves);
        expect(isMoved.filter(Boolean)).toHaveLength(1);
        expect((await store.pointer('serving'))?.value).toBe(`${round}-${isMoved.indexOf(true)}`);
      }
    });
  });
}
