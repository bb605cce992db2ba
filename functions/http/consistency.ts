import type { FollowChanges } from '../../shared/use-cases/follow-changes.js';

export type WaitFor = FollowChanges['waitFor'];

/** Makes sure that an answer sees what the request's `x-consistency-token` stands for. */
export async function waitUntilSeen(
  waitFor: WaitFor,
  headers: { readonly 'x-consistency-token'?: string | undefined },
): Promise<void> {
  const token = headers['x-consistency-token'];
  if (token !== undefined) await waitFor(token);
}
