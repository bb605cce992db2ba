import type { Change } from '../../shared/ports/change-log.js';
import type { KeepInStep } from '../../shared/use-cases/vectors/keep-in-step.js';
import type { ChangesTrigger } from '../trigger.js';

/** Keeps in step what follows from the shop's items. `changesOf`: what documents of this tenant's shop tell. */
export function shopChangesTrigger({
  keepInStep,
  changesOf,
}: {
  readonly keepInStep: KeepInStep;
  readonly changesOf: (documents: readonly unknown[]) => readonly Change[];
}): ChangesTrigger {
  return {
    kind: 'changes',
    name: 'shop-changes',
    container: 'shop',
    handle: (documents, signal) => keepInStep(changesOf(documents), signal),
  };
}
