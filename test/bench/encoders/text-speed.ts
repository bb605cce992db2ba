import { createBuiltInText } from '../../../models/encoders/built-in-text.js';
import type { Row } from '../report.js';
import { sampleTitles } from './titles.js';

const rounds = 20;

/** Titles a second of the built-in text encoder, in one thread, every word met before but in the first round. */
export async function builtInTextSpeed(): Promise<readonly Row[]> {
  const titles = sampleTitles();
  const encoder = createBuiltInText();
  const speeds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    await encoder.encodeTexts?.(titles);
    const { user, system } = process.cpuUsage(before);
    speeds.push(titles.length / ((user + system) / 1e6));
  }
  const [first = 0] = speeds;
  const later = speeds.slice(1).sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
  const measured = `${perSecond(later)} per core-second, ${perSecond(first)} in the first round`;
  return [{ data: `${titles.length} titles`, model: 'built-in-text', measured, bar: '20,000/s' }];
}

const perSecond = (speed: number) => Math.round(speed).toLocaleString('en');
