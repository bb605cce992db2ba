import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { complaint } from '../../../../functions/host/complaint.js';
import { greeting } from '../../../../functions/host/greeting.js';
import { onStop } from '../../../../functions/host/on-stop.js';
import { AppError } from '../../../../shared/domain/errors.js';

const origin = 'http://127.0.0.1:7071';

test('the calls of the greeting ask for what exists, quoted for a shell', () => {
  const example = { userId: "o'hara/1", itemId: 'mug 1' };
  const said = greeting({ origin, example, wantsKey: false });
  expect(said.match(/curl .*/g)).toEqual([
    `curl '${origin}/api/recommendations/o%27hara%2F1?limit=5'`,
    `curl '${origin}/api/items/mug%201/bought_together?limit=5'`,
    `curl '${origin}/api/trending?limit=5'`,
  ]);
});

test('an empty shop is first filled, and keys are asked for where they are wanted', () => {
  const said = greeting({ origin, example: {}, wantsKey: true });
  const calls = said.match(/curl .*/g) ?? [];
  expect(calls).toHaveLength(3);
  expect(calls.every((call) => call.includes('x-functions-key: $API_KEY'))).toBe(true);
  expect(calls[0]).toContain("/api/items' -H 'content-type: application/json' -d '{");
});

const at = { host: '127.0.0.1', port: 80 };
const coded = (code: string) => Object.assign(new Error(code), { code });

test.each([
  [coded('EADDRINUSE'), 'port 80 on 127.0.0.1 is taken'],
  [coded('EACCES'), 'set PORT to one above 1023'],
  [coded('EADDRNOTAVAIL'), '127.0.0.1 is no address of this machine'],
  [new AppError('conflict', 'in use'), 'in use'],
])('what the user can mend is one line: %s', (error, line) => {
  expect(complaint(error, at)).toContain(line);
  expect(complaint(error, at)).not.toContain('\n');
});

test('what only we can mend is shown whole', () => {
  expect(complaint(new Error('odd'), at)).toMatch(/odd\n +at /);
  expect(complaint('a text', at)).toBe('a text');
});

test('the first signal stops, its echo does nothing, and a later one forces', () => {
  const signals = new EventEmitter();
  const heard: string[] = [];
  let nowMs = 0;
  const actions = { stop: () => void heard.push('stop'), force: () => void heard.push('force') };
  onStop(actions, signals, () => nowMs);
  signals.emit('SIGINT');
  nowMs = 400;
  signals.emit('SIGINT');
  expect(heard).toEqual(['stop']);
  nowMs = 600;
  signals.emit('SIGTERM');
  expect(heard).toEqual(['stop', 'force']);
});
