// `node infra/tooling/run.mjs [entry.js args…]`: installs what is missing, builds what is stale, then runs the entry.
// Plain JavaScript without packages, because on a fresh clone there is nothing else yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const at = (path) => join(root, path);
const changedAt = (path) => (existsSync(at(path)) ? statSync(at(path)).mtimeMs : 0);

function newestIn(folder) {
  if (!existsSync(at(folder))) return 0;
  let newest = changedAt(folder);
  for (const entry of readdirSync(at(folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    newest = Math.max(newest, entry.isDirectory() ? newestIn(path) : changedAt(path));
  }
  return newest;
}

function must(what, command, args) {
  process.stderr.write(`${what} …\n`);
  const shell = process.platform === 'win32';
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell });
  if (status !== 0) {
    process.stderr.write(`tastemaker: ${command} ${args.join(' ')} failed; see above.\n`);
    process.exit(status ?? 1);
  }
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(
    `tastemaker: Node 20.19 or newer is needed, this is ${process.versions.node}.\n`,
  );
  process.exit(1);
}

/** npm writes the hidden lock file last, so it is older than ours exactly when an install is due. */
function installWhatIsMissing() {
  const installed = 'node_modules/.package-lock.json';
  if (changedAt(installed) >= changedAt('package-lock.json')) return;
  must('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  utimesSync(at(installed), new Date(), new Date());
}

function buildWhatIsStale() {
  const stamp = 'dist/.built';
  const sources = ['functions', 'shared', 'models'].map(newestIn);
  const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'].map(changedAt);
  if (changedAt(stamp) > Math.max(...sources, ...settings)) return;
  must('Building', process.execPath, [
    at('node_modules/typescript/bin/tsc'),
    '-p',
    'tsconfig.build.json',
  ]);
  writeFileSync(at(stamp), '');
}

checkNode();
installWhatIsMissing();
buildWhatIsStale();

const [entry, ...args] = process.argv.slice(2);
if (entry) {
  // From Node 22 on: what was compiled at the last start need not be compiled again.
  module.enableCompileCache?.();
  process.argv = [process.execPath, at(entry), ...args];
  await import(pathToFileURL(at(entry)).href);
}
