import type { EvaluationCase } from '../../../../shared/domain/evaluation/evaluation-case.js';
import { type Objective, objectiveOf, objectives } from '../../../../shared/domain/event.js';

/** A part of the question: which of the targets of a case count. A case of which none does is left out. */
export interface View {
  readonly name: string;
  readonly kind: 'whole' | 'objective' | 'segment';
  targetsOf(asked: EvaluationCase): ReadonlySet<string>;
}

export const whole: View = { name: 'all', kind: 'whole', targetsOf: (asked) => idsOf(asked) };

/** Up to so many steps a session is short. */
const shortSteps = 3;
const nothing: ReadonlySet<string> = new Set();

/** The whole, each objective, and the segments that recommenders find hard. */
export function createViews(isLongTail: (itemId: string) => boolean): readonly View[] {
  return [
    whole,
    ...objectives.map(forObjective),
    segment('new users', ({ history }) => history.length === 0),
    segment('short sessions', ({ history }) => history.length > 0 && history.length <= shortSteps),
    segment('longer histories', ({ history }) => history.length > shortSteps),
    {
      name: 'long tail',
      kind: 'segment',
      targetsOf: (asked) => new Set([...idsOf(asked)].filter(isLongTail)),
    },
  ];
}

function forObjective(objective: Objective): View {
  return {
    name: objective,
    kind: 'objective',
    targetsOf: (asked) => idsOf(asked, objective),
  };
}

function segment(name: string, holds: (asked: EvaluationCase) => boolean): View {
  return { name, kind: 'segment', targetsOf: (asked) => (holds(asked) ? idsOf(asked) : nothing) };
}

function idsOf({ targets }: EvaluationCase, objective?: Objective): ReadonlySet<string> {
  const counted = targets.filter(
    ({ kind }) => objective === undefined || objectiveOf[kind] === objective,
  );
  return new Set(counted.map(({ itemId }) => itemId));
}
