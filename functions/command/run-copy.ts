import { parseArgs } from 'node:util';
import { AppError } from '../../shared/domain/errors.js';
import { type ShopCopy, type ShopPlaceName, shopPlaces } from '../compose/copying.js';

export interface CopyCommand {
  readonly copy: ShopCopy;
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

const usage = `npm run copy -- --from <place> --to <place>

Copies a whole shop between two of ${shopPlaces.join(', ')}: items, users, events, vectors and models. \`embedded\` is the data
folder (DATA_DIR), which no process may have open meanwhile; \`cosmos\` is the account of COSMOS_ENDPOINT, with the models in
BLOB_ENDPOINT where that is set. Goes on where it was stopped, brings what is new when it is run again, and compares counts
and hashes at the end.`;

/** Runs the command line and gives the exit status: 0 done, 1 failed, 2 asked wrongly, 130 stopped by the user. */
export async function runCopy(given: readonly string[], command: CopyCommand): Promise<number> {
  const asked = parse(given);
  if (asked === 'help' || asked === undefined) {
    (asked ? command.print : command.complain)(usage);
    return asked ? 0 : 2;
  }
  const { copy, signal, print, complain } = command;
  try {
    const { copied, verified } = await copy.run(asked.from, asked.to, signal);
    const { changes, users, vectors, artifacts } = copied;
    print(`Copied ${changes} changes, ${users} users, ${vectors} vectors, ${artifacts} files.`);
    for (const [part, { count, hash }] of verified) print(`  ${part}: ${count} (${hash})`);
    print('Both places hold the same.');
    return 0;
  } catch (error) {
    if (signal.aborted) {
      complain('tastemaker: stopped; the same command goes on from here');
      return 130;
    }
    if (!(error instanceof AppError)) throw error;
    complain(`tastemaker: ${error.message}`);
    return 1;
  }
}

const options = {
  from: { type: 'string' },
  to: { type: 'string' },
  help: { type: 'boolean' },
} as const;

function parse(given: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...given], options });
    if (values.help) return 'help';
    const { from, to } = values;
    return isPlace(from) && isPlace(to) && from !== to ? { from, to } : undefined;
  } catch {
    return undefined;
  }
}

const isPlace = (name: unknown): name is ShopPlaceName =>
  shopPlaces.some((place) => place === name);
