/** The same pieces; tells when making them fails, which is too late for another answer. */
export function watched<Piece>(
  pieces: AsyncIterable<Piece>,
  onFailure: (error: unknown) => void,
): AsyncIterable<Piece> {
  const tell = (error: unknown): never => {
    onFailure(error);
    throw error;
  };
  return {
    [Symbol.asyncIterator]() {
      const iterator = pieces[Symbol.asyncIterator]();
      return {
        next: () => iterator.next().catch(tell),
        return: async () => {
          await iterator.return?.().catch(tell);
          return { done: true, value: undefined };
        },
      };
    },
  };
}
