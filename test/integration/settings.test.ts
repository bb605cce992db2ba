import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from '../../shared/config.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tastemaker-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const script = resolve('infra/tooling/settings.mjs');
const settings = (...given: readonly string[]) =>
  execFileSync(process.execPath, [script, ...given], { cwd: folder, stdio: 'pipe' });
const valuesOf = () =>
  JSON.parse(readFileSync(join(folder, 'local.settings.json'), 'utf8')).Values as Readonly<
    Record<string, string>
  >;

test('writes the settings of a profile, and replaces them only when told to', () => {
  settings();
  expect(parseConfig(valuesOf())).toEqual(parseConfig({}));
  expect(() => settings('emulators')).toThrow(/stays as it is/);
  expect(parseConfig(valuesOf()).cosmos).toBeUndefined();
  settings('emulators', '--force');
  expect(parseConfig(valuesOf()).cosmos?.endpoint).toBe('http://127.0.0.1:8081');
});

test.each([['moon'], ['embedded', 'more'], ['--wipe']])('refuses %s', (...given) => {
  expect(() => settings(...given)).toThrow(/npm run settings/);
});
