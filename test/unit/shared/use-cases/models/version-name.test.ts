import { expect, test } from 'vitest';
import { timeOfVersion, versionName } from '../../../../../shared/use-cases/models/version-name.js';

test('a version tells when it was made, and sorts by it', () => {
  const time = Date.UTC(2026, 0, 31, 9, 30, 7, 999);
  const name = versionName(time, '0190-abcd');
  expect(name).toBe('20260131-093007-999-abcd');
  expect(timeOfVersion(name)).toBe(time);
  expect(name < versionName(time + 1, '0190-0000')).toBe(true);
});

test('what is no name of a version tells no time', () => {
  expect(timeOfVersion('latest')).toBeUndefined();
});
