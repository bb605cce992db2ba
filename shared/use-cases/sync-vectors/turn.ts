/** Requests have their turn. */
export const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));
