import { SqlError } from '../../errors.js';
import type { CompositeIndex, ContainerFacts } from '../../facts.js';
import { isScore } from '../../running/order.js';
import { documentPath, rootOf } from '../../syntax/paths.js';
import type { Select, SortKey } from '../../syntax/tree.js';
import { isIndexed } from './index-paths.js';

/** Throws what the service answers to an ORDER BY that no index serves (pages "ORDER BY clause", "Indexing policies"). */
export function checkOrder(query: Select, { indexingPolicy }: ContainerFacts): void {
  if (query.orderBy.some((key) => isScore(key.expression))) {
    checkScoreAlone(query);
    return;
  }
  const paths = query.orderBy.map((key) => sortedPath(query, key));
  if (paths.length > 1) {
    const wanted = query.orderBy.map((key, at) => ({
      path: paths[at] ?? '',
      descending: key.direction === 'DESC',
    }));
    const served =
      indexingPolicy?.compositeIndexes?.some((index) => serves(index, wanted)) ?? false;
    if (served) return;
    throw new SqlError(
      'SC3031',
      'The order by query does not have a corresponding composite index that it can be served from.',
    );
  }
  if (paths.some((path) => !isIndexed(indexingPolicy, path))) {
    throw new SqlError(
      'SC3032',
      'The index path corresponding to the specified order-by item is excluded.',
    );
  }
}

function checkScoreAlone(query: Select): void {
  if (query.orderBy.length === 1) return;
  throw new SqlError('SC3033', 'A score can only be sorted by alone.');
}

function sortedPath(query: Select, key: SortKey): string {
  const path = documentPath(key.expression);
  const [first] = query.sources;
  const container =
    first?.kind === 'whole' && first.input.kind === 'name' ? first.alias : undefined;
  if (path === undefined || path === '' || rootOf(key.expression) !== container) {
    throw new SqlError(
      'SC3030',
      'Unsupported ORDER BY clause. ORDER BY item expression could not be mapped to a document path.',
    );
  }
  return path;
}

/** The same paths in the same sequence, each in the direction asked for, or each in the other. */
function serves(
  index: CompositeIndex,
  wanted: readonly { readonly path: string; readonly descending: boolean }[],
): boolean {
  if (index.length !== wanted.length) return false;
  const turned = index.map(({ path, order }, at) => {
    if (path.replaceAll('"', '') !== wanted[at]?.path) return undefined;
    return (order?.toLowerCase() === 'descending') !== wanted[at]?.descending;
  });
  return turned.every((each) => each === false) || turned.every((each) => each === true);
}
