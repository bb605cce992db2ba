import type { EventKind } from '../event.js';
import type { Boost } from '../filter/boost.js';
import type { Expression } from '../filter/expression.js';
import type { ModelName } from '../ranking.js';

/** What a caller may ask of any ranked list. */
export interface ListOptions {
  readonly filter?: Expression | undefined;
  readonly boost?: readonly Boost[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** 0..1 */
  readonly diversity?: number | undefined;
  readonly model?: ModelName | undefined;
  /** Instead of the policy's. */
  readonly excludeSeen?: readonly EventKind[] | undefined;
}
