import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

/** What the app starts beside itself, by the paths of these files. */
const threadsAndProcesses = [
  'dist/models/recommenders/serving/inference-thread.js',
  'dist/models/encoders/hosting/encoder-thread.js',
  'dist/models/training/train-process.js',
];

/** They find files, binaries, a host or what they patch by where they lie themselves, or are seldom loaded. */
const apart = [
  ...['@azure/functions', '@azure/functions-core', '@azure/identity', 'applicationinsights'],
  ...['@xenova/transformers', 'onnxruntime-node', 'sharp', 'libsql', 'pg', 'pino'],
  'swagger-ui-dist',
];

/** Packages of the time before ES modules ask for Node's own by `require`. */
const banner =
  "import { createRequire as requireOf } from 'node:module';\nconst require = requireOf(import.meta.url);";

/**
 * The compiled app with its packages in few files, by their paths: each entry where it was, and what entries share in
 * `dist/chunks`. A start reads some thirty files instead of two thousand, which is most of its time.
 */
export async function joinModules(root) {
  const { outputFiles } = await build({
    ...{ absWorkingDir: root, entryPoints: entries(root), outbase: 'dist', outdir: 'dist' },
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20' },
    ...{ external: apart, banner: { js: banner }, chunkNames: 'chunks/[name]-[hash]' },
    ...{ write: false, legalComments: 'inline', logLevel: 'error', plugins: [keepPlaces(root)] },
  });
  return new Map(outputFiles.map(({ path, contents }) => [relative(root, path), contents]));
}

/** Whatever `package.json` runs out of `dist`. */
function entries(root) {
  const { main, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const run = Object.values(scripts).flatMap((script) => script.match(/\bdist\/\S+\.js\b/g) ?? []);
  return [...new Set([main, ...run, ...threadsAndProcesses])];
}

/** A module that looks for others from where it lies goes on doing so from there. */
function keepPlaces(root) {
  return {
    name: 'keep-places',
    setup({ onLoad }) {
      onLoad({ filter: /\/dist\/(functions|models|shared)\/.*\.js$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        if (path.includes('/node_modules/') || !text.includes('import.meta.url')) return undefined;
        const place = `new URL('${relative(join(root, 'dist'), path)}', import.meta.url.slice(0, import.meta.url.lastIndexOf('/dist/') + 6))`;
        const contents = text.replaceAll('import.meta.url', place);
        return { contents, resolveDir: dirname(path) };
      });
    },
  };
}
