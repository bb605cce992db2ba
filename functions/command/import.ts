import { parseConfig } from '../../shared/config.js';
import { composeDatasetImport } from '../compose/dataset-import.js';
import { runImport } from './run-import.js';

const stopping = new AbortController();
// The batch at hand is finished first; a second Ctrl-C ends at once, which loses nothing either.
process.once('SIGINT', () => stopping.abort());
process.once('SIGTERM', () => stopping.abort());

const say = (stream: NodeJS.WriteStream) => (text: string) => {
  stream.write(`${text}\n`);
};

async function main(): Promise<number> {
  const { INIT_CWD: invokedFrom } = process.env;
  const config = parseConfig(process.env);
  return runImport(process.argv.slice(2), {
    config,
    datasets: composeDatasetImport(config),
    // npm runs scripts in the project's folder and says here where it was called.
    folder: invokedFrom ?? process.cwd(),
    signal: stopping.signal,
    print: say(process.stdout),
    complain: say(process.stderr),
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  say(process.stderr)(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
