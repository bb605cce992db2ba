import { randomBytes } from 'node:crypto';
import type { Clock, NewId, Telemetry } from '../../shared/ports/runtime.js';

export interface Runtime {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly telemetry: Telemetry;
}

/** UUID version 7 (RFC 9562 §5.7): 48 bits of time, then chance; ids made in turn lie next to each other in an index. */
export const newId: NewId = () => {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};
