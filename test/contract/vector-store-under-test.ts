import { afterEach, beforeEach } from 'vitest';
import type { VectorStore } from '../../shared/ports/vector-store.js';

/** One folder or account: opened, closed and opened again as often as a test likes. */
interface VectorStoreUnderTest {
  open(): Promise<VectorStore>;
  close(): Promise<void>;
  /** Throws all data away. */
  dispose(): Promise<void>;
}
export type NewVectorStore = () => Promise<VectorStoreUnderTest>;

/** A fresh, open store for each test of the surrounding `describe`. */
export function freshVectorStores(newStore: NewVectorStore) {
  let underTest: VectorStoreUnderTest | undefined;
  let store: VectorStore | undefined;
  beforeEach(async () => {
    underTest = await newStore();
    store = await underTest.open();
  });
  afterEach(async () => {
    await underTest?.close();
    await underTest?.dispose();
  });
  return {
    get now() {
      if (store === undefined) throw new Error('A store is open only while a test runs');
      return store;
    },
    /** Closes and opens again: what only memory held is gone. */
    async restart() {
      await underTest?.close();
      store = await underTest?.open();
    },
  };
}
