/** After messages came, others are expected soon; an idle queue is looked at less often. */
const busyPollMs = 10;
const idlePollMs = 25;
const busyForMs = 10_000;

/** Calls `look` when there may be something to do: the table itself tells nobody. */
export interface Lookout {
  /** Something was there. */
  noteWork(now: number): void;
  /** Looks again within a poll, or when the next message is due if that is sooner. */
  wait(now: number, nextAt: number | undefined): void;
  /** Looks again after a failure. */
  recover(): void;
  stop(): void;
}

const recoverMs = 1_000;

export function lookout(look: () => void): Lookout {
  let timer: NodeJS.Timeout | undefined;
  let busyUntil = 0;
  const lookIn = (delayMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(look, delayMs);
  };
  return {
    noteWork(now) {
      busyUntil = now + busyForMs;
    },
    wait(now, nextAt) {
      const pollMs = now < busyUntil ? busyPollMs : idlePollMs;
      lookIn(Math.min(pollMs, nextAt === undefined ? pollMs : Math.max(1, nextAt - now)));
    },
    recover: () => lookIn(recoverMs),
    stop: () => clearTimeout(timer),
  };
}
