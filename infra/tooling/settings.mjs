// `npm run settings [-- emulators] [--force]`: writes local.settings.json for `func start` from the example: everything in
// the data folder, or, with `emulators`, on the Cosmos DB and Service Bus emulators and Azurite.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const usage = 'npm run settings [-- emulators] [--force]';
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const target = join(process.cwd(), 'local.settings.json');

function complain(message) {
  process.stderr.write(`tastemaker: ${message}\n`);
  process.exitCode = 2;
}

function write({ force }, [profile = 'embedded', ...rest]) {
  const example = readFileSync(join(root, 'local.settings.example.json'), 'utf8');
  const { IsEncrypted, Values, Profiles } = JSON.parse(example);
  const profiles = { embedded: {}, ...Profiles };
  if (!Object.hasOwn(profiles, profile) || rest.length > 0)
    return complain(`expected one of ${Object.keys(profiles).join(', ')}\n\n${usage}`);
  if (existsSync(target) && !force)
    return complain(`${target} is there already and stays as it is; --force replaces it`);
  const settings = { IsEncrypted, Values: { ...Values, ...profiles[profile] } };
  writeFileSync(target, `${JSON.stringify(settings, null, 2)}\n`);
  process.stdout.write(`${target} holds the settings of the profile ${profile}\n`);
}

try {
  const options = { force: { type: 'boolean', default: false } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  write(values, positionals);
} catch (error) {
  complain(`${error.message}\n\n${usage}`);
}
