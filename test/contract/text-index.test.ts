import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '../../shared/adapters/embedded/open-store.js';
import { textIndexSuite } from './text-index.suite.js';

textIndexSuite('The embedded store', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const store = openEmbeddedStore(folder);
  return {
    ...store,
    async dispose() {
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
});
