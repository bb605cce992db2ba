import { AppError, type FailedRow, RowsFailed } from '../../../../domain/errors.js';
import type { Item } from '../../../../domain/item.js';
import type { RowOutcome } from '../bulk.js';
import { toAppError } from '../failure.js';
import { type ItemDocument, itemDocument } from './item-document.js';
import { checkIds, checkSize } from './item-limits.js';

export interface Row {
  /** Among the items given. */
  readonly index: number;
  readonly document: ItemDocument;
}

/** Items to be written, the last of each id, without those that are too large; and what did not land. */
export class ItemRows {
  readonly all: readonly Row[];
  readonly #failed: FailedRow[] = [];

  constructor(tenant: string, items: readonly Item[]) {
    checkIds(items);
    const last = new Map(items.map((item, index) => [item.id, { item, index }]));
    this.all = [...last.values()].flatMap(({ item, index }) => {
      const row = { index, document: itemDocument(tenant, item) };
      return this.#fits(row) ? [row] : [];
    });
  }

  judge(row: Row, outcome: RowOutcome | undefined): void {
    const status = outcome?.status ?? 503;
    if (status >= 400) this.#fail(row, toAppError({ code: status }));
  }

  throwIfFailed(total: number): void {
    const [first, ...others] = this.#failed.toSorted((a, b) => a.index - b.index);
    if (first !== undefined) throw new RowsFailed([first, ...others], total);
  }

  #fits(row: Row): boolean {
    try {
      checkSize(row.document);
      return true;
    } catch (error) {
      this.#fail(row, error);
      return false;
    }
  }

  #fail({ index, document }: Row, error: unknown): void {
    if (!(error instanceof AppError)) throw error;
    const { code, message } = error;
    const isNamed = code === 'too-large';
    const name = isNamed ? '' : `the item ${JSON.stringify(document.item.id.slice(0, 60))}: `;
    this.#failed.push({ index, code, message: `${name}${message}` });
  }
}
