import type { FeedPlace } from './cursor.js';
import { openRangeFeed, type RangeFeed, type RangePage, type TenantFeed } from './range-feed.js';
import { type Step, stepsOf } from './steps.js';

/** The feed before it is known into how many ranges it is cut. */
const wholeFeed: FeedPlace = { min: '', max: '', continuation: '', partition: '', reached: -1 };

/** One range of the feed, with what was read of it and not yet told. */
export class Strand {
  readonly #feed: TenantFeed;
  readonly #pageSize: number;
  #reader: RangeFeed | undefined;
  /** Where to read on from, had the process to start again. */
  #place: FeedPlace;
  /** Where the page in hand ends. */
  #end: FeedPlace;
  #steps: readonly Step[] = [];
  #taken = 0;
  #isDrained = false;

  constructor(feed: TenantFeed, pageSize: number, place: FeedPlace = wholeFeed) {
    this.#feed = feed;
    this.#pageSize = pageSize;
    this.#place = place;
    this.#end = place;
  }

  get place(): FeedPlace {
    return this.#place;
  }

  get next(): Step | undefined {
    return this.#steps[this.#taken];
  }

  take(): void {
    const taken = this.next;
    if (taken === undefined) return;
    this.#taken += 1;
    this.#place = this.next === undefined ? this.#end : { ...this.#place, reached: taken.reached };
  }

  /** There may be more by now. */
  reset(): void {
    this.#isDrained = false;
  }

  /** Reads until there is a next step or nothing more; returns what stands in this strand's place now. */
  async fill(): Promise<readonly Strand[]> {
    while (this.next === undefined && !this.#isDrained) {
      const from = this.#place === wholeFeed ? undefined : this.#place;
      this.#reader ??= openRangeFeed(this.#feed, from, this.#pageSize);
      const page = await this.#reader.next();
      if (page.ranges.length > 1) return this.#split(page);
      this.#accept(page);
    }
    return [this];
  }

  #accept(page: RangePage): void {
    const [range] = page.ranges.slice(-1);
    if (range === undefined) return;
    const { partition, isEnd } = page;
    const { continuation, reached } = this.#place;
    const { steps, last } = stepsOf(page.documents, reached);
    this.#steps = steps;
    this.#taken = 0;
    this.#isDrained = isEnd;
    const told = isEnd && Number.isFinite(page.end) ? page.end : last;
    this.#end = { ...range, partition, reached: Math.max(told, reached) };
    this.#place = steps.length === 0 ? this.#end : { ...this.#end, continuation, reached };
  }

  /** Each range goes on by itself, so that all can be woven in order; the page belongs to the last of them. */
  #split(page: RangePage): readonly Strand[] {
    const { continuation, reached } = this.#place;
    return page.ranges.map((range, index) => {
      const isRead = index === page.ranges.length - 1;
      const place = { ...range, ...(isRead && { continuation }), partition: '', reached };
      const strand = new Strand(this.#feed, this.#pageSize, place);
      if (isRead) strand.#accept(page);
      return strand;
    });
  }
}
