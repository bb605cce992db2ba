import type { IndexingPolicy } from '../../facts.js';

/** How precisely a pattern of a policy covers a path: the longer the better, `/?` over `/*`; −1 when it does not. */
function precision(pattern: string, path: string): number {
  const plain = pattern.replaceAll('"', '');
  const base = plain.replace(/\/[*?]$/, '');
  if (plain.endsWith('/?')) return base === path ? 2 * base.length + 1 : -1;
  if (!plain.endsWith('/*')) return base === path ? 2 * base.length : -1;
  return base === path || path.startsWith(`${base}/`) ? 2 * base.length : -1;
}

function best(paths: readonly { readonly path: string }[] | undefined, path: string): number {
  return Math.max(-1, ...(paths ?? []).map((each) => precision(each.path, path)));
}

/**
 * Whether a path has a range index: the most precise of the included and excluded patterns decides; `id` and `_ts` always
 * have one (page "Indexing policies in Azure Cosmos DB").
 */
export function isIndexed(policy: IndexingPolicy | undefined, path: string): boolean {
  if (policy === undefined || path === '/id' || path === '/_ts') return true;
  if (policy.indexingMode?.toLowerCase() === 'none') return false;
  if (policy.includedPaths === undefined && policy.excludedPaths === undefined) return true;
  const included = best(policy.includedPaths, path);
  return included >= 0 && included >= best(policy.excludedPaths, path);
}
