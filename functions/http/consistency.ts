import type { FollowChanges } from '../../shared/use-cases/follow-changes.js';

/** What a route needs so that its readers can ask to see what was written. */
export interface Consistency {
  readonly followChanges: Pick<FollowChanges, 'waitFor'>;
}

/** Makes sure that an answer sees what the request's `x-consistency-token` stands for. */
export async function waitUntilSeen(
  { followChanges }: Consistency,
  headers: { readonly 'x-consistency-token'?: string | undefined },
): Promise<void> {
  const token = headers['x-consistency-token'];
  if (token !== undefined) await followChanges.waitFor(token);
}
