import type { Gauges, Telemetry } from '../../ports/runtime.js';

type Listener = Telemetry & Gauges;

export interface Deferred<L extends Listener> {
  readonly listener: Listener;
  /** Loads it unless it has been, and hands over what it has missed. */
  loaded(): Promise<L>;
}

/** Stands in for a listener that is loaded when there is time for it, and keeps for it what is told until then: at most `limit`. */
export function deferred<L extends Listener>(load: () => Promise<L>, limit: number): Deferred<L> {
  const missed: ((listener: Listener) => void)[] = [];
  let there: L | undefined;
  let loading: Promise<L> | undefined;
  const tell = (what: (listener: Listener) => void): void => {
    if (there !== undefined) what(there);
    else if (missed.length < limit) missed.push(what);
  };
  const open = async (): Promise<L> => {
    const listener = await load();
    for (const what of missed.splice(0)) what(listener);
    there = listener;
    return listener;
  };
  return {
    loaded() {
      loading ??= open();
      return loading;
    },
    listener: {
      event: (name, properties) => tell((one) => one.event(name, properties)),
      request: (report) => tell((one) => one.request(report)),
      task: (report) => tell((one) => one.task(report)),
      dependency: (report) => tell((one) => one.dependency(report)),
      metric(name, value, dimensions) {
        if (there !== undefined) there.metric(name, value, dimensions);
        else tell((one) => one.metric(name, value, dimensions));
      },
      exception: (error, properties) => tell((one) => one.exception(error, properties)),
      watch: (name, help, read) => tell((one) => one.watch(name, help, read)),
    },
  };
}
