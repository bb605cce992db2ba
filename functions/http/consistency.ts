/** Settles once all that the token stands for has been learnt. Throws `invalid`, or `unavailable` if not in time. */
export type CatchUp = (consistencyToken: string) => Promise<void>;

/** Makes sure that an answer sees what the request's `x-consistency-token` stands for. */
export async function caughtUp(
  catchUp: CatchUp,
  headers: { readonly 'x-consistency-token'?: string | undefined },
): Promise<void> {
  const token = headers['x-consistency-token'];
  if (token !== undefined) await catchUp(token);
}
