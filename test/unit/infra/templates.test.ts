import { describe, expect, test } from 'vitest';
import { templateProblems } from '../../support/bicep/check-templates.js';
import { readSources } from '../../support/bicep/templates.js';

const sources = await readSources();

test('the templates hold together', () => {
  expect(templateProblems(sources)).toEqual([]);
});

/** What is there, what comes in its place, and what is then said. */
type Mistake = readonly [from: string | RegExp, to: string, said: string];

const mistakes: Readonly<Record<string, readonly Mistake[]>> = {
  'main.bicep': [
    ['gpu: gpu', 'gpu: gpus', 'gpus is not declared'],
    ['    taskQueue: taskQueue\n', '', 'function-app.bicep needs taskQueue'],
    ['taskQueue: taskQueue', 'queue: taskQueue', 'has no parameter queue'],
    ['storage.outputs.name', 'storage.outputs.title', 'storage.bicep has no output title'],
    ["'modules/vault.bicep'", "'modules/vaults.bicep'", 'there is no modules/vaults.bicep'],
    ['param gpu string', 'param gpus string', 'main.parameters.json: gpu is no parameter'],
    [/$/, '\noutput keys string = apiKeys\n', 'output keys tells a secret'],
    [/module workbook [\s\S]*?\n\}\n/, '', 'modules/workbook.bicep: no template uses it'],
  ],
  'main.parameters.json': [['"location"', '"place"', 'main.parameters.json: location is missing']],
  'settings.json': [['{', '', 'settings.json is no JSON']],
  'modules/budget.bicep': [
    [/\}\s*$/, '', 'modules/budget.bicep: line 30: expected a name'],
    ['resource budget', 'resources budget', 'resources is not known to these checks'],
  ],
  'modules/data/cosmos.bicep': [
    ['    disableLocalAuth: true\n', '', 'must have properties.disableLocalAuth: true'],
    ['  parent: account\n', '', 'sqlDatabases names no parent'],
  ],
  'modules/data/service-bus.bicep': [
    [
      /69a216fc[-0-9a-f]+/,
      '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0',
      'dataSender is the id of dataRec',
    ],
  ],
  'modules/data/storage.bicep': [
    [
      'allowSharedKeyAccess: false',
      'allowSharedKeyAccess: true',
      'must have properties.allowShared',
    ],
  ],
  'modules/function-app.bicep': [
    ['allow: false', 'allow: true', 'must have properties.allow: false'],
    ['DATA_DIR:', 'WEBSITE_RUN_FROM_PACKAGE:', 'WEBSITE_RUN_FROM_PACKAGE is not for Flex'],
  ],
  'modules/monitoring.bicep': [['  tags: tags\n', '', 'workspaces has no tags']],
  'modules/vault.bicep': [
    [/^/, 'var spare = 1\n', 'spare is never used'],
    [/^/, 'param token string\n', 'token is declared twice'],
    ['guid(vault.id', 'gud(vault.id', 'gud() is no known function'],
    ['KeyVault/vaults@', 'KeyVault/vault@', 'Microsoft.KeyVault/vault is no known type'],
    ['vaults@2023-07-01', 'vaults@2023-07-31', 'is not known in version 2023-07-31'],
    ['vaults@2023-07-01', 'vaults@latest', 'latest is no version'],
    ['4633458b', '4633458c', 'is no known role'],
    ['@secure()\nparam apiKeys', 'param apiKeys', 'apiKeys is given a secret and is not secure'],
  ],
  'modules/workbook.bicep': [['workbook.json', 'book.json', 'no modules/book.json to load']],
};

const planted = Object.entries(mistakes).flatMap(([path, all]) =>
  all.map(([from, to, said]) => ({ path, from, to, said })),
);

describe('a mistake that is planted in a copy is found:', () => {
  test.each(planted)('$said', ({ path, from, to, said }) => {
    const text = sources.get(path) ?? '';
    const broken = text.replace(from, to);
    expect(broken, 'the mistake was not planted').not.toBe(text);
    const problems = templateProblems(new Map(sources).set(path, broken));
    expect(problems.join('\n')).toContain(said);
  });
});
