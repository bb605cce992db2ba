import { parseConfig } from '../../shared/config.js';
import { composeModelsFetch } from '../compose/models-fetch.js';
import { runModelsFetch } from './run-models-fetch.js';

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort());
process.once('SIGTERM', () => stopping.abort());

const say = (stream: NodeJS.WriteStream) => (text: string) => {
  stream.write(`${text}\n`);
};

async function main(): Promise<number> {
  const config = parseConfig(process.env);
  return runModelsFetch(process.argv.slice(2), {
    models: composeModelsFetch(config),
    folder: config.encoders.modelsDir,
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
