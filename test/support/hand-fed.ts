interface Waiting {
  resolve(result: IteratorResult<string>): void;
  reject(error: unknown): void;
}

/** Pieces that a test hands out one by one; a piece must be asked for first. */
export function handFed() {
  let waiting: Waiting | undefined;
  let asked = () => {};
  let isLetGo = false;
  let letGo = () => {};
  const answer = (settle: (waiting: Waiting) => void) => {
    if (waiting === undefined) throw new Error('Nobody asks for a piece');
    const one = waiting;
    waiting = undefined;
    settle(one);
  };
  const gone = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const iterator: AsyncIterator<string> = {
    next: () =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        asked();
      }),
    async return() {
      isLetGo = true;
      waiting?.resolve({ done: true, value: undefined });
      letGo();
      return { done: true, value: undefined };
    },
  };
  return {
    pieces: { [Symbol.asyncIterator]: () => iterator },
    /** Settles once a piece is asked for. */
    wanted: () =>
      new Promise<void>((resolve) => {
        asked = resolve;
        if (waiting !== undefined) resolve();
      }),
    give: (value: string) => answer(({ resolve }) => resolve({ done: false, value })),
    end: () => answer(({ resolve }) => resolve({ done: true, value: undefined })),
    fail: (error: Error) => answer(({ reject }) => reject(error)),
    /** Settles once nobody wants more. */
    gone,
    get isLetGo() {
      return isLetGo;
    },
  };
}
