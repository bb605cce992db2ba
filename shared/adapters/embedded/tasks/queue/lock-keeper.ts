/** Calls `renew` every `everyMs` while there is something to renew. */
export function lockKeeper(everyMs: number, renew: () => void): { keep(isNeeded: boolean): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    keep(isNeeded) {
      if (isNeeded) {
        timer ??= setInterval(renew, everyMs);
      } else {
        clearInterval(timer);
        timer = undefined;
      }
    },
  };
}
