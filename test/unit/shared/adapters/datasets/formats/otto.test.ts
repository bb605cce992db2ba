import { describe, expect, it } from 'vitest';
import { otto } from '../../../../../../shared/adapters/datasets/formats/otto.js';
import { readFiles } from '../../../../../support/datasets.js';

const session = (id: unknown, events: readonly unknown[]) =>
  `${JSON.stringify({ session: id, events })}\n`;
const click = { aid: 59_625, ts: 1_661_724_000_278, type: 'clicks' };

describe('otto', () => {
  it('reads the events of a session', async () => {
    const order = { aid: 7, ts: 1_661_724_000_999, type: 'orders' };
    const { events, about, rejected } = await readFiles(otto, {
      'train.jsonl': session(12, [click, order]),
    });
    expect(rejected).toEqual([]);
    expect(events).toMatchObject([
      { sessionId: '12', itemId: '59625', type: 'clicks', ts: 1_661_724_000_278 },
      { sessionId: '12', itemId: '7', type: 'orders', ts: 1_661_724_000_999 },
    ]);
    expect(about[0]).toMatchObject({ id: '59625', name: 'Item 59625', isActive: true });
  });

  it('gives one id to one event however often it is read, and another to another', async () => {
    const later = { ...click, ts: click.ts + 1 };
    const file = { 'a.jsonl': session(1, [click, click, later]) + session(2, [click]) };
    const { events } = await readFiles(otto, file);
    const [first, again, ...others] = events.map((event) => event.id);
    expect(again).toBe(first);
    expect(new Set([first, ...others]).size).toBe(3);
  });

  it('keeps the order of the file where times go back', async () => {
    const earlier = { ...click, ts: click.ts - 5_000 };
    const { events } = await readFiles(otto, { 'a.jsonl': session(1, [click, earlier]) });
    expect(events.map((event) => event.ts)).toEqual([click.ts, click.ts - 5_000]);
  });

  it('rejects a bad event and keeps the rest of its session', async () => {
    const bad = [
      { ...click, type: 'gazes' },
      { ...click, ts: 'soon' },
      { ...click, ts: 4e12 },
      { ...click, aid: '' },
      { ...click, aid: 1.5 },
      'click',
    ];
    const { events, rejected } = await readFiles(otto, { 'a.jsonl': session(1, [...bad, click]) });
    expect(events).toHaveLength(1);
    expect(rejected.map((row) => row.reason)).toEqual([
      expect.stringMatching(/^events\.0: type: expected one of view, .* got "gazes"$/),
      expect.stringMatching(/^events\.1: ts: expected a time .* got "soon"$/),
      expect.stringMatching(/^events\.2: ts: expected a time/),
      expect.stringMatching(/^events\.3: item: expected 1 to 512 characters/),
      expect.stringMatching(/^events\.4: item: .* got 1.5$/),
      expect.stringMatching(/^events\.5: event: expected an object, got "click"$/),
    ]);
  });

  it('rejects lines that are no sessions, each with its number', async () => {
    const content = `not json\n[1]\n{"session":1}\n${session(null, [click])}${session(3, [click])}`;
    const { events, rejected } = await readFiles(otto, { 'a.jsonl': content });
    expect(events).toMatchObject([{ sessionId: '3' }]);
    expect(rejected.map((row) => row.line)).toEqual([1, 2, 3, 4]);
    expect(rejected[2]?.reason).toBe('events: expected a list, got undefined');
    expect(rejected[3]?.reason).toBe('events.0: expected a user or a session, got neither');
  });
});
