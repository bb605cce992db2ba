import { setTimeout } from 'node:timers/promises';

export function expect(condition, message) {
  if (!condition) throw new Error(message);
}

/** Asks until the answer suits; what is written reaches all instances within seconds. */
export async function eventually(ask, suits, withinMs = 60_000) {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (suits(answer)) return answer;
    const { status, body } = answer;
    const said = JSON.stringify(body).slice(0, 200);
    expect(performance.now() < giveUpAt, `not so within ${withinMs} ms, but ${status}: ${said}`);
    await setTimeout(500);
  }
}
