import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ignore from 'ignore';

/**
 * What of the project is deployed: what its `.funcignore` (rules as in `.gitignore`) lets pass, and of the packages those
 * that the lock file does not say are for development alone. Paths have slashes and come in the order of their names;
 * `leftOut` has the outermost things that stay behind.
 */
export function sortOut(root) {
  const rules = ignore().add(readFileSync(join(root, '.funcignore'), 'utf8'));
  const development = developmentPackages(join(root, 'package-lock.json'));
  const kept = [];
  const leftOut = [];
  const waiting = childrenOf(root, '');
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { path, isFolder } = next;
    const isForDevelopment = development.has(path);
    if (isForDevelopment || rules.ignores(isFolder ? `${path}/` : path))
      leftOut.push({ path, isForDevelopment, ...weigh(join(root, path)) });
    else if (isFolder) waiting.push(...childrenOf(root, path));
    else kept.push(path);
  }
  return { kept, leftOut };
}

/** Paths such as `node_modules/vitest`. */
function developmentPackages(lockFile) {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8'));
  const names = Object.keys(packages).filter((path) => packages[path].dev);
  return new Set(names);
}

/** Last name first, to be taken from the end. Links are passed over: what they lead to is there by itself. */
function childrenOf(root, parent) {
  return readdirSync(join(root, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isFile())
    .map((entry) => ({
      path: parent === '' ? entry.name : `${parent}/${entry.name}`,
      isFolder: entry.isDirectory(),
    }))
    .sort((a, b) => (a.path < b.path ? 1 : -1));
}

/** Bytes and files in a file or folder. */
function weigh(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return { sizeBytes: stats?.size ?? 0, files: 1 };
  const inside = readdirSync(path).map((name) => weigh(join(path, name)));
  return {
    sizeBytes: inside.reduce((sum, each) => sum + each.sizeBytes, 0),
    files: inside.reduce((sum, each) => sum + each.files, 0),
  };
}
