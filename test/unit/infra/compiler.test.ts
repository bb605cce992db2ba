import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../../../infra/main.bicep', import.meta.url));

/** Commands that compile to nowhere; the first that is on this machine is used. */
const compilers = [
  { command: 'bicep', version: ['--version'], build: ['build', main, '--stdout'] },
  {
    command: 'az',
    version: ['bicep', 'version', '--only-show-errors'],
    build: ['bicep', 'build', '--file', main, '--stdout'],
  },
];
const compiler = compilers.find(({ command, version }) => spawnSync(command, version).status === 0);

test.runIf(compiler)(
  'the compiler of Bicep accepts the templates',
  () => {
    const { command, build } = compiler ?? { command: '', build: [] };
    const { status, stderr, stdout } = spawnSync(command, build, { encoding: 'utf8' });
    if (stderr !== '') process.stdout.write(stderr);
    expect(stderr).not.toMatch(/: Error /);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty('resources');
  },
  120_000,
);

test.skipIf(compiler)(
  'there is no compiler of Bicep here, so the templates were not compiled',
  ({ skip }) => {
    process.stdout.write('No bicep or az command: the templates were not compiled.\n');
    skip();
  },
);
