import { expect, test } from 'vitest';
import { templateProblems } from '../../support/bicep/check-templates.js';
import { readSources } from '../../support/bicep/templates.js';
test('x', async () => { expect(templateProblems(await readSources())).toEqual([]); });
