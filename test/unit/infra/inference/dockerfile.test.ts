import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const dockerfile = readFileSync('infra/inference/Dockerfile', 'utf8').replaceAll('\\\n', ' ');
const lines = dockerfile.split('\n');
const known = readFileSync('.dockerignore', 'utf8').split('\n');
const copies = lines.filter((line) => line.startsWith('COPY ')).map((line) => line.split(/\s+/));

test('whatever is copied from the project is there, and Docker gets to see it', () => {
  const paths = copies
    .filter(([, first]) => !first?.startsWith('--from='))
    .flatMap((words) => words.slice(1, -1));
  expect(paths).toContain('package-lock.json');
  for (const path of paths) {
    expect(existsSync(path), path).toBe(true);
    expect(known, path).toContain(`!/${path}`);
  }
});

test('whatever is copied from another stage comes from one that is named', () => {
  const stages = lines.flatMap((line) => /^FROM .* AS (\w+)$/.exec(line)?.[1] ?? []);
  const sources = copies.flatMap(([, first]) => /^--from=(\w+)$/.exec(first ?? '')?.[1] ?? []);
  expect(sources).toHaveLength(4);
  expect(stages).toEqual(expect.arrayContaining(sources));
});

test('what it runs is what the project has', () => {
  expect(dockerfile).toContain('CMD ["node", "dist/models/server/main.js"]');
  expect(existsSync('models/server/main.ts')).toBe(true);
  const script = /node (node_modules\/onnxruntime-node\/\S+)/.exec(dockerfile)?.[1] ?? '';
  expect(existsSync(script), script).toBe(true);
  for (const folder of ['darwin', 'win32', 'linux/arm64', 'linux/x64']) {
    expect(existsSync(`node_modules/onnxruntime-node/bin/napi-v6/${folder}`), folder).toBe(true);
  }
});

test('it does not run as root, and its health is looked at', () => {
  expect(lines.filter((line) => line.startsWith('USER '))).toEqual(['USER 10001']);
  expect(dockerfile).toMatch(/HEALTHCHECK .*\/healthz/);
});
