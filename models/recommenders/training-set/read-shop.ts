import type { ChangeLog } from '../../../shared/ports/change-log.js';
import type { ShopLog } from './shop-log.js';

const pageSize = 5_000;

/**
 * Reads the whole change log into `shop`; `checkpoint` is awaited after each page with the events so far and may reject.
 * Returns the cursor of the place that was read up to.
 */
export async function readShop(
  changeLog: ChangeLog,
  shop: ShopLog,
  checkpoint: (changesRead: number) => Promise<void>,
): Promise<string> {
  let cursor: string | undefined;
  let changesRead = 0;
  for (;;) {
    const page = await changeLog.after(cursor, pageSize);
    shop.apply(page.changes);
    changesRead += page.changes.length;
    cursor = page.cursor;
    await checkpoint(changesRead);
    if (!page.hasMore) break;
  }
  shop.events.dropOldest();
  return cursor;
}
