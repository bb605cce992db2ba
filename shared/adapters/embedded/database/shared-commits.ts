interface Waiting<Write, Answer> {
  readonly write: Write;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

const retryMs = 1;

/**
 * Joins the writes that arrive within one turn of the event loop, so that they wait for the disk once and not one after
 * the other. `commit` makes all of them durable or none, and answers each; where it throws, each is tried by itself, so
 * that nobody pays for another's fault. Where what it throws `isPassing`, all are tried again a little later, with those
 * that have come meanwhile, for about as many milliseconds as `maxRetries`. `flush` commits what waits, now.
 */
export function sharedCommits<Write, Answer>(
  commit: (writes: readonly Write[]) => readonly Answer[],
  isPassing: (error: unknown) => boolean = () => false,
  maxRetries = 8_000,
): { add(write: Write): Promise<Answer>; flush(): void } {
  type Group = readonly Waiting<Write, Answer>[];
  let waiting: Waiting<Write, Answer>[] = [];
  let retries = 0;

  function commitAll(group: Group): void {
    try {
      const answers = commit(group.map(({ write }) => write));
      retries = 0;
      for (const [index, answer] of answers.entries()) group[index]?.resolve(answer);
    } catch (error) {
      commitApart(group, error);
    }
  }
  function commitApart(group: Group, error: unknown): void {
    if (isPassing(error) && ++retries <= maxRetries) putOff(group);
    else if (isPassing(error) || group.length === 1) refuse(group, error);
    else for (const each of group) commitAll([each]);
  }
  function putOff(group: Group): void {
    if (waiting.length === 0) setTimeout(flush, retryMs);
    waiting = [...waiting, ...group];
  }
  function refuse(group: Group, error: unknown): void {
    retries = 0;
    for (const { reject } of group) reject(error);
  }
  function flush(): void {
    const group = waiting;
    waiting = [];
    if (group.length > 0) commitAll(group);
  }
  return {
    add: (write) =>
      new Promise((resolve, reject) => {
        if (waiting.push({ write, resolve, reject }) === 1) setImmediate(flush);
      }),
    flush,
  };
}
