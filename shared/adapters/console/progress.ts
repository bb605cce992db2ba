import { Presets, SingleBar } from 'cli-progress';
import type { Clock, Progress } from '../../ports/runtime.js';

type Output = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** Between two lines where there is no terminal to draw on. */
const lineEveryMs = 5_000;

/** A bar on a terminal; elsewhere, in a log file say, a line now and then. */
export function consoleProgress(stream: Output, clock: Clock): Progress {
  return stream.isTTY ? barProgress(stream) : lineProgress(stream, clock);
}

function barProgress(stream: Output): Progress {
  let bar: SingleBar | undefined;
  let stageShown = '';
  const end = () => {
    bar?.stop();
    bar = undefined;
  };
  return {
    report(stage, done, total, note = '') {
      if (stage !== stageShown) end();
      stageShown = stage;
      if (!bar) {
        bar = newBar(stream, total === undefined);
        bar.start(total ?? 0, done, { stage, note });
      }
      bar.update(done, { stage, note });
    },
    end,
  };
}

function newBar(stream: Output, isEndless: boolean): SingleBar {
  const format = isEndless
    ? '{stage}  {value}  {note}'
    : '{stage} {bar} {percentage}%  {note}  {eta_formatted}';
  const options = { stream, format, formatTime, hideCursor: false, etaBuffer: 50 };
  return new SingleBar(options, Presets.shades_classic);
}

/** Empty while there is nothing to judge by, when cli-progress hands over words instead of seconds. */
function formatTime(seconds: number): string {
  if (!Number.isFinite(seconds)) return '';
  const [minutes, rest] = [Math.floor(seconds / 60), Math.round(seconds % 60)];
  return minutes > 0 ? `${minutes} min ${rest} s left` : `${rest} s left`;
}

function lineProgress(stream: Output, clock: Clock): Progress {
  let stageShown = '';
  let nextAt = 0;
  let waiting: string | undefined;
  const print = (line: string) => {
    stream.write(`${line}\n`);
    waiting = undefined;
    nextAt = clock() + lineEveryMs;
  };
  const end = () => {
    if (waiting !== undefined) print(waiting);
  };
  return {
    report(stage, done, total, note) {
      if (stage !== stageShown) end();
      waiting = describe(stage, done, total, note);
      if (stage === stageShown && clock() < nextAt) return;
      stageShown = stage;
      print(waiting);
    },
    end,
  };
}

function describe(stage: string, done: number, total?: number, note?: string): string {
  const share = total ? `${Math.floor((100 * done) / total)}%` : String(done);
  return [`${stage}: ${share}`, ...(note ? [note] : [])].join(', ');
}
