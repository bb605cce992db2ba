// After `azd provision`: where there is a GPU, builds the image of the inference server in the registry (no Docker is needed
// here) and lets the container app run it. The same sources are built once.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const { env } = process;
const isWindows = process.platform === 'win32';
const withModels = env.FETCH_MODELS === '1' ? '1' : '0';
const sources = [
  ...['package-lock.json', 'package.json', 'tsconfig.build.json', 'tsconfig.json'],
  ...['infra/inference', 'functions', 'models', 'shared'],
];

/** The same for the same files. */
function tag() {
  const hash = createHash('sha256').update(withModels);
  for (const path of sources.flatMap(filesOf)) hash.update(path).update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}

function filesOf(path) {
  const entries = listing(path);
  return entries === undefined ? [path] : entries.flatMap((name) => filesOf(`${path}/${name}`));
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

function call(command, ...parts) {
  const { status, error } = spawnSync(command, parts, { stdio: 'inherit', shell: isWindows });
  if (error) throw error;
  if (status !== 0)
    throw new Error(`${command} ${parts.slice(0, 2).join(' ')} ended with ${status}`);
}

function build(registry, app, group) {
  const name = `tastemaker-inference:${tag()}`;
  const image = `${registry}.azurecr.io/${name}`;
  if (env.INFERENCE_IMAGE === image) return;
  const what = ['--image', name, '--build-arg', `FETCH_MODELS=${withModels}`];
  call(
    'az',
    'acr',
    'build',
    '--registry',
    registry,
    ...what,
    '--file',
    'infra/inference/Dockerfile',
    '.',
  );
  const where = ['--name', app, '--resource-group', group];
  call('az', 'containerapp', 'ingress', 'update', ...where, '--target-port', '8080');
  call('az', 'containerapp', 'update', ...where, '--image', image);
  // So that the next `azd provision` leaves it running, and gives it its probes.
  if (!env.CI) call('azd', 'env', 'set', 'INFERENCE_IMAGE', image);
}

const { REGISTRY_NAME: registry, INFERENCE_APP_NAME: app, AZURE_RESOURCE_GROUP: group } = env;
if (registry && app && group) build(registry, app, group);
