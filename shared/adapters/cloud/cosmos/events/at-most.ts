/**
 * Works on all of them, `width` at a time; the results in order. After a rejection nothing more is begun, what is under
 * way ends, and the first rejection is passed on.
 */
export async function atMost<T, R>(
  width: number,
  all: readonly T[],
  work: (one: T) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Array<R>(all.length);
  const waiting = all.entries();
  let failure: { readonly reason: unknown } | undefined;
  const workOff = async () => {
    for (const [at, one] of waiting) {
      if (failure !== undefined) return;
      await work(one).then(
        (result) => {
          results[at] = result;
        },
        (reason: unknown) => {
          failure ??= { reason };
        },
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, all.length) }, workOff));
  if (failure !== undefined) throw failure.reason;
  return results;
}
