// `npm run package [-- file.zip]`: the deployable app, which runs on Node on Linux x64 without an install or a build.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { joinModules } from './package/join-modules.mjs';
import { asMegabytes, describeLeftOut } from './package/report.mjs';
import { sortOut } from './package/sort-out.mjs';
import { zipOf } from './package/write-zip.mjs';

/** A new instance fetches and unpacks all of it before it answers. */
const maxBytes = 120 * 1024 * 1024;

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const target = resolve(process.argv[2] ?? join(root, 'dist/tastemaker.zip'));

const { kept, leftOut } = sortOut(root);
const joined = await joinModules(root);
const files = [...kept.filter((path) => !/^dist\/.*\.js$/.test(path)), ...joined.keys()].sort();
const content = zipOf(files, (path) => joined.get(path) ?? readFileSync(join(root, path)));
process.stdout.write(`Left out:\n${describeLeftOut(leftOut, 25)}\n`);
if (content.length > maxBytes) {
  process.stderr.write(
    `tastemaker: the package takes ${asMegabytes(content.length)}, expected at most ${asMegabytes(maxBytes)}\n`,
  );
  process.exitCode = 1;
} else {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
  process.stdout.write(`${target}: ${files.length} files, ${asMegabytes(content.length)}\n`);
}
