/** Small named notes that survive a restart: how far an import came, which sample shop was made. */
export interface Bookmarks {
  get(name: string): Promise<string | undefined>;
  /** Inserts or replaces; durable before the promise settles. */
  put(name: string, value: string): Promise<void>;
}
