import { type Config, parseConfig } from '../../shared/config.js';
import { complaint } from './complaint.js';
import { onStop } from './on-stop.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** A program that has begun. */
export interface Begun {
  /** What is said on stdout once it can be told to stop. */
  readonly greeting: string;
  stop(): Promise<void>;
}

/**
 * Runs a program of this project in this process: reads the configuration, begins, greets, and when told to stop lets `stop`
 * finish; a second signal ends it at once. What goes wrong is said on stderr, with exit code 1.
 */
export async function runEntry(
  environment: Environment,
  begin: (config: Config) => Promise<Begun>,
): Promise<void> {
  const config = readConfig(environment);
  if (config === undefined) return;
  const fail = (error: unknown) => end(complaint(error, config));
  try {
    const { greeting, stop } = await begin(config);
    const finish = () => void stop().then(() => process.exit(0), fail);
    onStop({ stop: finish, force: () => process.exit(130) }, process, Date.now);
    process.stdout.write(greeting);
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
