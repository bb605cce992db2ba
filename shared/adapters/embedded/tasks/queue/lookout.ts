/** After something came, more is expected soon; then looking less often saves half a per cent of a processor. */
const busyPollMs = 15;
const idlePollMs = 25;
const busyTurns = 400;

/** Calls `look` again and again: a table tells nobody when another process has written to it. */
export interface Lookout {
  start(): void;
  /** Something was there. */
  noteWork(): void;
  stop(): void;
}

export function lookout(look: () => void): Lookout {
  let timer: NodeJS.Timeout | undefined;
  let turnsLeft = 0;
  const wait = () => {
    turnsLeft--;
    timer = setTimeout(turn, turnsLeft > 0 ? busyPollMs : idlePollMs);
  };
  const turn = () => {
    wait();
    look();
  };
  return {
    start() {
      if (timer === undefined) wait();
    },
    noteWork() {
      turnsLeft = busyTurns;
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
