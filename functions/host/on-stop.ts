/** npm passes on a signal that the terminal has sent to the whole group already, so one Ctrl-C may come twice. */
const echoMs = 500;

type Signals = Pick<NodeJS.EventEmitter, 'on'>;

/** Calls `stop` at the first SIGINT or SIGTERM and `force` at one that comes after it on purpose. */
export function onStop(
  actions: { stop(): void; force(): void },
  signals: Signals,
  nowMs: () => number,
): void {
  let stoppedAtMs: number | undefined;
  const heard = () => {
    if (stoppedAtMs === undefined) {
      stoppedAtMs = nowMs();
      actions.stop();
    } else if (nowMs() - stoppedAtMs > echoMs) actions.force();
  };
  signals.on('SIGINT', heard);
  signals.on('SIGTERM', heard);
}
