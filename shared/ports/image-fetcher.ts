/** Gets files of the web that strangers name, and only from where the whole internet may get them. */
export interface ImageFetcher {
  /**
   * The bytes behind an http(s) address, whatever they are. Throws `invalid` for an address that is none, that leads, at
   * once or by redirects, to a host that is not public, or that gives no file in time; `too-large` for a file beyond the
   * limit; `overloaded` where too many wait; the signal's reason when aborted.
   */
  fetch(url: string, signal?: AbortSignal): Promise<Uint8Array>;
}
