import { describe, expect, it } from 'vitest';
import { parseEvaluateArguments } from '../../../../../../models/training/evaluation/command/arguments.js';
import { describeUsage } from '../../../../../../models/training/evaluation/command/usage.js';
import { protocols } from '../../../../../../models/training/evaluation/protocols/protocols.js';
import { datasetFormats } from '../../../../../../shared/adapters/datasets/dataset-formats.js';

const offers = {
  ...{ formats: datasetFormats, protocols, models: ['popular', 'gru', 'blend'] as const },
};
const parse = (...given: readonly string[]) => parseEvaluateArguments(given, offers);

describe('the arguments of an evaluation', () => {
  it('may all be left out', () => {
    expect(parse()).toMatchObject({
      ...{ kind: 'evaluate', paths: [], models: ['popular', 'gru', 'blend'], cutoffs: [10, 20] },
      ...{ seed: 1, maxCases: 10_000, isUnseenOnly: false, out: 'evaluation' },
      protocol: { name: 'time' },
    });
  });

  it('say what is compared, on what and how', () => {
    const given = '--data a --format otto b --models blend,gru --protocol leave-one-out --unseen';
    const more = '--cutoff 5,50 --seed 7 --limit 100 --minutes 2 --type order --out there';
    expect(parse(...given.split(' '), ...more.split(' '))).toMatchObject({
      ...{ paths: ['a', 'b'], models: ['blend', 'gru'], cutoffs: [5, 50], seed: 7 },
      ...{ maxCases: 100, minutes: 2, isUnseenOnly: true, defaultType: 'order', out: 'there' },
      ...{ protocol: { name: 'leave-one-out' }, format: { name: 'otto' } },
    });
  });

  it.each([
    [['--models', 'popular,guess'], /--models.*popular, gru, blend.*"guess"/],
    [['--models', 'ease'], /"ease"/],
    [['--protocol', 'luck'], /--protocol.*time, leave-one-out, every-prefix.*"luck"/],
    [['--format', 'tea'], /--format.*otto.*"tea"/],
    [['--cutoff', '0'], /--cutoff.*from 1 to 200.*"0"/],
    [['--seed', 'x'], /--seed.*"x"/],
    [['--limit', '1.5'], /--limit.*"1\.5"/],
    [['--nonsense'], /--nonsense/],
  ])('that make no sense are named: %j', (given, message) => {
    expect(() => parse(...given)).toThrow(message);
  });

  it('are explained', () => {
    expect(parse('--help')).toEqual({ kind: 'help' });
    const usage = describeUsage(offers);
    for (const word of ['--data', '--unseen', 'leave-one-out', 'otto', 'blend']) {
      expect(usage).toContain(word);
    }
  });
});
