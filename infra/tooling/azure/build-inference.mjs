// After `azd provision`: where there is a GPU, builds the image of the inference server in the registry (no Docker is needed
// here) and lets the container app run it. The same sources are built once.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const sources = [
  'package-lock.json',
  'tsconfig.build.json',
  'infra/inference',
  'functions',
  'models',
  'shared',
];
const isWindows = process.platform === 'win32';

/** A tag that is the same for the same files. */
export function imageTag(root, withModels) {
  const hash = createHash('sha256').update(String(withModels));
  for (const path of sources.flatMap((source) => filesOf(root, source)))
    hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest('hex').slice(0, 16);
}

function filesOf(root, path) {
  const entries = listing(join(root, path));
  return entries === undefined
    ? [path]
    : entries.flatMap((name) => filesOf(root, `${path}/${name}`));
}

/** Names in a folder, sorted; undefined for a file. */
function listing(path) {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function call(command, parts) {
  const { status, error } = spawnSync(command, parts, { stdio: 'inherit', shell: isWindows });
  if (error) throw error;
  if (status !== 0)
    throw new Error(`${command} ${parts.slice(0, 2).join(' ')} ended with ${status}`);
}

function build({
  REGISTRY_NAME: registry,
  INFERENCE_APP_NAME: app,
  AZURE_RESOURCE_GROUP: group,
  ...rest
}) {
  if (!registry || !app) return;
  const withModels = rest.FETCH_MODELS === '1';
  const name = `tastemaker-inference:${imageTag('.', withModels)}`;
  const image = `${registry}.azurecr.io/${name}`;
  if (rest.INFERENCE_IMAGE === image) return;
  const models = `FETCH_MODELS=${withModels ? 1 : 0}`;
  call('az', [
    'acr',
    'build',
    '--registry',
    registry,
    '--image',
    name,
    '--build-arg',
    models,
    '--file',
    'infra/inference/Dockerfile',
    '.',
  ]);
  const which = ['--name', app, '--resource-group', group];
  call('az', ['containerapp', 'ingress', 'update', ...which, '--target-port', '8080']);
  call('az', ['containerapp', 'update', ...which, '--image', image]);
  // So that the next `azd provision` leaves it running, with its probes.
  if (!rest.CI) call('azd', ['env', 'set', 'INFERENCE_IMAGE', image]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) build(process.env);
