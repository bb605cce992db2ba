import { describe, expect, it } from 'vitest';
import {
  readBlend,
  writeBlend,
} from '../../../../../../models/recommenders/ensemble/blend/blend-files.js';
import {
  mixtureOf,
  untrainedBlend,
} from '../../../../../../models/recommenders/ensemble/blend/blend-settings.js';

const fileOf = (content: string) => new Map([['blend.json', new TextEncoder().encode(content)]]);

describe('the files of a blend', () => {
  it('give back what they were made of', () => {
    expect(readBlend(writeBlend(untrainedBlend))).toEqual(untrainedBlend);
    const settings = { recommendations: mixtureOf({ gru: 2 }), rank: mixtureOf({ ease: 1 }) };
    expect(readBlend(writeBlend(settings))).toEqual(settings);
  });

  it.each([
    ['nothing at all', new Map(), 'must be JSON'],
    ['no JSON', fileOf('{'), 'must be JSON'],
    ['a list', fileOf('null'), 'must be JSON'],
    ['another format', fileOf('{"format":2}'), 'must be of format 1'],
    ['no mixture', fileOf('{"format":1}'), 'must hold objects'],
    [
      'a weight of nothing',
      fileOf('{"format":1,"recommendations":{"gru":{"weight":0,"sharpness":1}},"rank":{}}'),
      'must hold numbers above 0',
    ],
  ])('are refused with %s', (_, files, complaint) => {
    expect(() => readBlend(files)).toThrow(complaint);
  });
});
