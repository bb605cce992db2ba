import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EmbeddedVectors,
  openEmbeddedVectors,
} from '../../shared/adapters/embedded/vectors/open-vectors.js';
import { vectorChangesSuite } from './vector-changes.suite.js';
import { vectorStoreSuite } from './vector-store.suite.js';
import type { NewVectorStore } from './vector-store-under-test.js';

const newStore: NewVectorStore = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  let opened: EmbeddedVectors | undefined;
  return {
    async open() {
      opened = openEmbeddedVectors(folder);
      return opened.vectors;
    },
    close: async () => opened?.close(),
    dispose: async () => rmSync(folder, { recursive: true }),
  };
};

vectorStoreSuite('The embedded store', newStore);
vectorChangesSuite('The embedded store', newStore);
