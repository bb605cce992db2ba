import { AppError } from '../../shared/domain/errors.js';
import type { DemoReset } from '../compose/demo-reset.js';

export interface ResetDemoCommand {
  readonly demo: DemoReset;
  readonly dataDir: string;
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

const usage = `npm run demo:reset [-- --force]

Empties the store in the data folder (DATA_DIR, .data by default) and makes a new sample shop in it.
  --force   even where the store holds a shop of your own`;

/** Runs the command line and gives the exit status: 0 done, 1 failed, 2 asked wrongly, 130 stopped by the user. */
export async function runResetDemo(
  given: readonly string[],
  command: ResetDemoCommand,
): Promise<number> {
  const { print, complain } = command;
  if (given.includes('--help')) {
    print(usage);
    return 0;
  }
  const unknown = given.find((argument) => argument !== '--force');
  if (unknown !== undefined) {
    complain(`tastemaker: expected --force or nothing, got ${unknown.slice(0, 80)}\n\n${usage}`);
    return 2;
  }
  return reset(given.includes('--force'), command);
}

async function reset(force: boolean, command: ResetDemoCommand): Promise<number> {
  const { demo, dataDir, signal, print, complain } = command;
  try {
    const { items, events } = await demo.run({ force }, signal);
    print(describe(dataDir, items, events));
    return 0;
  } catch (error) {
    if (signal.aborted) {
      complain('tastemaker: stopped half-way; the next npm start completes the sample shop');
      return 130;
    }
    if (!(error instanceof AppError)) throw error;
    complain(`tastemaker: ${error.message}`);
    return 1;
  }
}

function describe(dataDir: string, items: number, events: number): string {
  const [products, actions] = [items, events].map((count) => count.toLocaleString('en-US'));
  return `The sample shop in ${dataDir} is new: ${products} products and ${actions} events of the last 60 days.
Next: npm start`;
}
