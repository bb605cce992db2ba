import type { SourceProduct } from '../domain/source-product.js';

/** A product, or why what the source has of it cannot be used. */
export type SourceRow =
  | { readonly id: string; readonly product: SourceProduct }
  | { readonly id: string; readonly reason: string };

interface SourcePage {
  readonly rows: readonly SourceRow[];
  /** Where they end: the place to read on from; absent where there was nothing behind them. */
  readonly nextCursor?: string;
}

/** The products of another system, which is only ever read. */
export interface ProductSource {
  /** What it is, in a word: marks the items that come from it. */
  readonly name: string;
  /**
   * Some products, each once in a pass from the start to the end: what is added or removed meanwhile may be missed, what
   * stays is not. Throws `invalid` where it is not what the configuration says, `unavailable` where it cannot be read
   * now, the signal's reason when aborted. No message holds a password.
   */
  page(cursor: string | undefined, signal: AbortSignal): Promise<SourcePage>;
  close(): Promise<void>;
}
