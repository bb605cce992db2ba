import { SqlError } from '../errors.js';
import { isAggregate } from '../functions/aggregates.js';
import { builtIns } from '../functions/registry.js';
import type { Call } from '../syntax/tree.js';

/** How many arguments the functions take that are not in the registry. */
function arity(name: string): { readonly least: number; readonly most: number } | undefined {
  if (isAggregate(name)) return { least: 1, most: 1 };
  if (name === 'VECTORDISTANCE') return { least: 2, most: 4 };
  if (name === '_VECTORSCORE') return { least: 2, most: 4 };
  if (name === 'FULLTEXTSCORE' || name === 'RRF')
    return { least: 2, most: Number.POSITIVE_INFINITY };
  return Object.hasOwn(builtIns, name) ? builtIns[name] : undefined;
}

/** Throws SC2005 for a name that no function has, SC2050 for a wrong number of arguments. */
export function checkCall(call: Call): void {
  const known = arity(call.name.toUpperCase());
  if (known === undefined) {
    throw new SqlError('SC2005', `'${call.name}' is not a recognized built-in function name.`);
  }
  const { least, most } = known;
  const given = call.arguments.length;
  if (given >= least && given <= most) return;
  const needed = least === most ? `${least}` : `at least ${least}`;
  throw new SqlError('SC2050', `The ${call.name} function requires ${needed} argument(s)`);
}
