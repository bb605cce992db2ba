import type { DocumentRow } from '../../store/document-row.js';
import { sizeBytesOf } from '../../wire/json.js';
import type { Facts, Query } from '../engine.js';
import type { Scope } from '../scope.js';
import type { PagePlace } from './continuation.js';

export interface Page {
  readonly results: readonly unknown[];
  /** None after the last. */
  readonly next?: PagePlace | undefined;
  readonly matched: number;
  readonly matchedBytes: number;
}

export interface PageRequest {
  readonly query: Query;
  readonly facts: Facts;
  readonly scope: Scope;
  readonly from: PagePlace;
  readonly maxItems: number;
}

const maxPageBytes = 4 * 1_024 * 1_024;

/** Takes results until it is full: of as many as were asked for, or of 4 MB. */
export class GrowingPage {
  readonly #results: unknown[] = [];
  readonly #maxItems: number;
  #sizeBytes = 0;
  #matched = 0;
  #matchedBytes = 0;

  constructor(maxItems: number) {
    this.#maxItems = maxItems;
  }

  /** How many of the results there was room for. The first of a page always has room. */
  take(results: readonly unknown[], document?: DocumentRow): number {
    if (document !== undefined && results.length > 0) this.count(document);
    let taken = 0;
    for (const result of results) {
      const sizeBytes = sizeBytesOf(result);
      const isFull =
        this.#results.length >= this.#maxItems || this.#sizeBytes + sizeBytes > maxPageBytes;
      if (isFull && this.#results.length > 0) break;
      this.#results.push(result);
      this.#sizeBytes += sizeBytes;
      taken++;
    }
    return taken;
  }

  /** The same of results of which some are nothing at all: they take no room. */
  takeWhole(results: readonly unknown[]): number {
    let taken = 0;
    for (const result of results) {
      if (result !== undefined && this.take([result]) === 0) break;
      taken++;
    }
    return taken;
  }

  count({ sizeBytes }: DocumentRow): void {
    this.#matched++;
    this.#matchedBytes += sizeBytes;
  }

  until(next: PagePlace | undefined): Page {
    const [matched, matchedBytes] = [this.#matched, this.#matchedBytes];
    return { results: this.#results, next, matched, matchedBytes };
  }
}
