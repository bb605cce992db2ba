import { randomBytes } from 'node:crypto';
import type { Clock, NewId, Telemetry } from '../../shared/ports/runtime.js';
import type { Stages } from '../../shared/ports/stages.js';
import type { Trace } from '../../shared/ports/trace.js';

export interface Runtime {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly telemetry: Telemetry;
  readonly trace?: Trace | undefined;
  readonly stages?: Stages | undefined;
}

const counterEnd = 0x1000;
let last = { ms: 0, count: 0 };

/**
 * UUID version 7 (RFC 9562 §5.7): 48 bits of time, a counter of 12 bits for those of one millisecond (§6.2, method 1), then
 * chance. Those that a process makes rise from one to the next.
 */
export const newId: NewId = () => {
  const now = Date.now();
  if (now > last.ms) last = { ms: now, count: 0 };
  else if (last.count + 1 < counterEnd) last = { ms: last.ms, count: last.count + 1 };
  else last = { ms: last.ms + 1, count: 0 };
  const bytes = randomBytes(16);
  bytes.writeUIntBE(last.ms, 0, 6);
  bytes.writeUInt16BE(0x7000 | last.count, 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};
