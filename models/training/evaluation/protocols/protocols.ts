import { everyPrefix } from './every-prefix.js';
import { leaveOneOut } from './leave-one-out.js';
import type { Protocol } from './protocol.js';
import { timeSlice } from './time-slice.js';

/** Every protocol, by the name that `--protocol` takes. */
export const protocols: readonly Protocol[] = [timeSlice, leaveOneOut, everyPrefix];
