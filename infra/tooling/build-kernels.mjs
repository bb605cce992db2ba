// `npm run kernels`: compiles models/numeric/assembly/*.ts (AssemblyScript) to WebAssembly and writes each as a TypeScript
// module beside them, so that the build needs no compiler but tsc. `--check` compares instead and fails where they differ.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const numeric = join(dirname(fileURLToPath(import.meta.url)), '../../models/numeric');
const isCheck = process.argv.includes('--check');

async function compile(source) {
  const options = [
    source,
    ...['--outFile', 'kernel.wasm', '--runtime', 'stub', '--importMemory', '--enable', 'simd'],
    ...['-O3', '--noAssert', '--converge'],
  ];
  const files = new Map();
  const { error, stderr } = await asc.main(options, {
    readFile: (name, folder) => {
      try {
        return readFileSync(join(folder, name), 'utf8');
      } catch {
        return null;
      }
    },
    writeFile: (name, contents) => files.set(name, contents),
    listFiles: () => [],
  });
  if (error) throw new Error(`${source}: ${error.message}\n${stderr.toString()}`);
  return Buffer.from(files.get('kernel.wasm'));
}

const moduleOf = (
  name,
  wasm,
) => `// Made by \`npm run kernels\` from ../assembly/${name}.ts; not to be edited.
/** WebAssembly, base64. */
export const ${name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())}Kernel =
  '${wasm.toString('base64')}';
`;

let stale = 0;
mkdirSync(join(numeric, 'generated'), { recursive: true });
for (const file of readdirSync(join(numeric, 'assembly')).sort()) {
  const name = basename(file, '.ts');
  const made = moduleOf(name, await compile(join(numeric, 'assembly', file)));
  const target = join(numeric, 'generated', file);
  if (!isCheck) writeFileSync(target, made);
  else if (readFileSync(target, 'utf8') !== made) {
    stale += 1;
    process.stderr.write(`${target} is not what ${file} compiles to: npm run kernels\n`);
  }
}
process.exit(stale === 0 ? 0 : 1);
