import { parseConfig } from '../../shared/config.js';
import { composeDemoReset } from '../compose/demo-reset.js';
import { runResetDemo } from './run-reset-demo.js';

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort());
process.once('SIGTERM', () => stopping.abort());

const say = (stream: NodeJS.WriteStream) => (text: string) => {
  stream.write(`${text}\n`);
};

try {
  const config = parseConfig(process.env);
  process.exitCode = await runResetDemo(process.argv.slice(2), {
    demo: composeDemoReset(config),
    dataDir: config.dataDir,
    signal: stopping.signal,
    print: say(process.stdout),
    complain: say(process.stderr),
  });
} catch (error) {
  say(process.stderr)(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
