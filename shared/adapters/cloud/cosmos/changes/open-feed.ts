import type { CosmosConnection } from '../connection.js';
import { type CursorCodec, cursorCodec } from './cursor.js';
import type { TenantFeed } from './range-feed.js';

/** Asks for the one fact of the container that tells its cursors from those of any other. */
export async function openFeed(
  connection: CosmosConnection,
): Promise<{ readonly feed: TenantFeed; readonly cursors: CursorCodec }> {
  const { resource } = await connection.run(() => connection.container('shop').read());
  const containerRid = resource?._rid ?? '';
  return {
    feed: { connection, containerRid },
    cursors: cursorCodec(containerRid, connection.tenant),
  };
}
