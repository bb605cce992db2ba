interface Waiting<Write, Answer> {
  readonly write: Write;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Joins the writes that arrive within one turn of the event loop, so that they wait for the disk once and not one after
 * the other. `commit` makes all of them durable or none, and answers each; where it throws, each is tried by itself, so
 * that nobody pays for another's fault. `flush` commits what waits, now.
 */
export function sharedCommits<Write, Answer>(
  commit: (writes: readonly Write[]) => readonly Answer[],
): { add(write: Write): Promise<Answer>; flush(): void } {
  let waiting: Waiting<Write, Answer>[] = [];

  function commitAll(group: readonly Waiting<Write, Answer>[]): void {
    try {
      const answers = commit(group.map(({ write }) => write));
      for (const [index, answer] of answers.entries()) group[index]?.resolve(answer);
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const each of group) commitAll([each]);
    }
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
