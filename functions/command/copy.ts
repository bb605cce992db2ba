import { parseConfig } from '../../shared/config.js';
import { composeCopying } from '../compose/copying.js';
import { runCopy } from './run-copy.js';

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort());
process.once('SIGTERM', () => stopping.abort());

const say = (stream: NodeJS.WriteStream) => (text: string) => {
  stream.write(`${text}\n`);
};

try {
  process.exitCode = await runCopy(process.argv.slice(2), {
    copy: composeCopying(parseConfig(process.env)),
    signal: stopping.signal,
    print: say(process.stdout),
    complain: say(process.stderr),
  });
} catch (error) {
  say(process.stderr)(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
