import type { Copying } from './shop-side.js';

const pageSize = 500;

/** All of them each time: a user who changed is not in the change log. */
export async function copyUsers({ from, to, progress, signal }: Copying): Promise<number> {
  let after: string | undefined;
  let copied = 0;
  for (;;) {
    signal.throwIfAborted();
    const users = await from.store.users.list(after, pageSize);
    if (users.length === 0) return copied;
    await to.store.users.putAll(users);
    after = users.at(-1)?.id;
    copied += users.length;
    progress.report('Copying users', copied);
  }
}
