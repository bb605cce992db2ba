import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../../../../domain/item.js';
import type { CosmosConnection } from '../connection.js';
import { statusOf } from '../fault.js';
import { readDocument } from '../read-document.js';
import {
  type ItemDocument,
  itemDocument,
  itemDocumentId,
  itemKey,
  itemState,
  type TombstoneDocument,
  tombstone,
} from './item-document.js';
import { checkSize } from './item-limits.js';

/** What lies in an item's partition. */
interface Present {
  readonly item: Item | undefined;
  readonly etag: string;
}

/** One item of the catalogue, read and changed with nothing in between. */
export class ItemPlace {
  readonly #connection: CosmosConnection;
  readonly #id: string;

  constructor(connection: CosmosConnection, id: string) {
    this.#connection = connection;
    this.#id = id;
  }

  async read(): Promise<Item | undefined> {
    return (await this.#present())?.item;
  }

  /**
   * Undefined where there is none. A change that was written without a word of it is found again by what was to be written,
   * and made once more only where somebody else has changed the item since.
   */
  async update(change: (item: Item) => Item): Promise<Item | undefined> {
    let unsure: Item | undefined;
    const attempt = async () => {
      for (;;) {
        const present = await this.#present();
        if (unsure && isDeepStrictEqual(present?.item, unsure)) return unsure;
        if (present?.item === undefined) return undefined;
        const changed = { ...change(present.item), id: this.#id };
        unsure = changed;
        if (await this.#replace(this.#document(changed), present.etag)) return changed;
        unsure = undefined;
      }
    };
    return this.#connection.run(attempt, { isRepeatable: true });
  }

  /** False where there was none. */
  async remove(): Promise<boolean> {
    let isUnsure = false;
    const attempt = async () => {
      for (;;) {
        const present = await this.#present();
        if (present?.item === undefined) return isUnsure;
        isUnsure = true;
        const removed = tombstone(this.#connection.tenant, this.#id);
        if (await this.#replace(removed, present.etag)) return true;
        isUnsure = false;
      }
    };
    return this.#connection.run(attempt, { isRepeatable: true });
  }

  #document(item: Item): ItemDocument {
    const document = itemDocument(this.#connection.tenant, item);
    checkSize(document);
    return document;
  }

  /** False where the document is not that of the etag any more. */
  async #replace(document: ItemDocument | TombstoneDocument, etag: string): Promise<boolean> {
    const { tenant } = this.#connection;
    const place = this.#connection.container('shop').item(document.id, [tenant, document.key]);
    try {
      const accessCondition = { type: 'IfMatch', condition: etag };
      await place.replace(document, { accessCondition });
      return true;
    } catch (error) {
      if (statusOf(error) === 412 || statusOf(error) === 404) return false;
      throw error;
    }
  }

  async #present(): Promise<Present | undefined> {
    const id = itemDocumentId(this.#id);
    const place = { container: 'shop', key: itemKey(this.#id), id } as const;
    const found = await readDocument(this.#connection, place);
    if (found === undefined) return undefined;
    const state = itemState(found.document);
    return { item: 'removedId' in state ? undefined : state, etag: found.etag };
  }
}
