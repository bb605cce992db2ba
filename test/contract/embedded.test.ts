import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EmbeddedStore,
  openEmbeddedStore,
} from '../../shared/adapters/embedded/open-store.js';
import { bookmarksSuite } from './bookmarks.suite.js';
import { catalogStoreSuite } from './catalog-store.suite.js';
import { changeLogSuite } from './change-log.suite.js';
import { eventStoreSuite } from './event-store.suite.js';
import { sessionStoreSuite } from './session-store.suite.js';
import type { NewStore } from './store-under-test.js';
import { userStoreSuite } from './user-store.suite.js';

const newStore: NewStore = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  let store: EmbeddedStore | undefined;
  return {
    async open() {
      store = openEmbeddedStore(folder);
      return store;
    },
    async close() {
      store?.close();
      store = undefined;
    },
    dispose: async () => rmSync(folder, { recursive: true }),
  };
};

const name = 'The embedded store';
catalogStoreSuite(name, newStore);
eventStoreSuite(name, newStore);
sessionStoreSuite(name, newStore);
userStoreSuite(name, newStore);
changeLogSuite(name, newStore);
bookmarksSuite(name, newStore);
