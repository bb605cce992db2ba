/** Rejects with the signal's reason as soon as that is aborted, whatever becomes of the work. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  // What nobody waits for any more may still fail.
  work.catch(() => undefined);
  const over = new AbortController();
  const left = new Promise<never>((_, reject) => {
    const leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { signal: over.signal });
  });
  try {
    return await Promise.race([work, left]);
  } finally {
    over.abort();
  }
}
