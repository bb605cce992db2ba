import { type Config, parseConfig } from '../../shared/config.js';
import { complaint } from './complaint.js';
import { onStop } from './on-stop.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Runs a program of this project in this process: reads the configuration, begins, and when told to stop lets `stop` finish;
 * a second signal ends it at once. What goes wrong is said on stderr, with exit code 1.
 */
export async function runEntry(
  environment: Environment,
  begin: (config: Config) => Promise<{ stop(): Promise<void> }>,
): Promise<void> {
  const config = readConfig(environment);
  if (config === undefined) return;
  const fail = (error: unknown) => end(complaint(error, config));
  try {
    const { stop } = await begin(config);
    const finish = () => void stop().then(() => process.exit(0), fail);
    onStop({ stop: finish, force: () => process.exit(130) }, process, Date.now);
  } catch (error) {
    fail(error);
  }
}

function readConfig(environment: Environment): Config | undefined {
  try {
    return parseConfig(environment);
  } catch (error) {
    end(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

function end(message: string): void {
  process.stderr.write(`tastemaker: ${message}\n`);
  process.exit(1);
}
