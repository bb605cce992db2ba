import { z } from 'zod';
import type { Bookmarks } from '../../../ports/bookmarks.js';
import type { CosmosConnection } from './connection.js';
import { plainId } from './document-key.js';
import { stored } from './stored.js';

const noteSchema = z.object({ value: z.string() });

/** Notes in the container `state`, a partition each. */
export function cosmosBookmarks(connection: CosmosConnection): Bookmarks {
  const { tenant } = connection;
  const container = connection.container('state');
  const idOf = (name: string) => `bookmark:${plainId(name)}`;
  return {
    async get(name) {
      const id = idOf(name);
      const { resource } = await connection.run(() => container.item(id, [tenant, id]).read());
      return resource === undefined ? undefined : stored(noteSchema, resource).value;
    },
    async put(name, value) {
      const note = { id: idOf(name), tenant, kind: 'bookmark', name, value };
      await connection.run(() => container.items.upsert(note));
    },
  };
}
