import { consoleProgress } from '../../shared/adapters/console/progress.js';
import { datasetFormats } from '../../shared/adapters/datasets/dataset-formats.js';
import { parseConfig } from '../../shared/config.js';
import { createTrainers } from '../recommenders/trainers.js';
import { runEvaluate } from './evaluation/command/run-evaluate.js';

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort());
process.once('SIGTERM', () => stopping.abort());

const say = (stream: NodeJS.WriteStream) => (text: string) => {
  stream.write(`${text}\n`);
};

async function main(): Promise<number> {
  const { INIT_CWD: invokedFrom } = process.env;
  return runEvaluate(process.argv.slice(2), {
    config: parseConfig(process.env),
    formats: datasetFormats,
    trainers: createTrainers(),
    // npm runs scripts in the project's folder and says here where it was called.
    folder: invokedFrom ?? process.cwd(),
    progress: consoleProgress(process.stderr, Date.now),
    clock: Date.now,
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
