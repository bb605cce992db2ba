import { isLocked } from './sqlite.js';

const retryMs = 5;
const maxRetries = 1_000;

/** SQLite refuses to change the journal's mode at once while another process does, whatever its timeout. */
export function patiently(work: () => void): void {
  for (let retries = 0; ; retries++) {
    try {
      work();
      return;
    } catch (error) {
      if (!isLocked(error) || retries === maxRetries) throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
  }
}
