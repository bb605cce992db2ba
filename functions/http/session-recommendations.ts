import { toProblem } from '../../shared/contracts/problem.js';
import {
  checkSession,
  fromSessionRecommendations,
  postBatchRecommend,
  postRecommend,
  sessionIdOf,
  toSteps,
} from '../../shared/contracts/session-recommendations.js';
import { AppError, type Complaint } from '../../shared/domain/errors.js';
import type {
  RecommendSession,
  SessionRequest,
} from '../../shared/use-cases/recommend/recommend-session.js';
import type { RecommendSessions } from '../../shared/use-cases/recommend/recommend-sessions.js';
import { type Consistency, waitUntilSeen } from './consistency.js';
import {
  type ApiTrigger,
  type EndpointDependencies,
  httpTrigger,
  type Operation,
  operation,
} from './endpoint.js';

interface Dependencies extends EndpointDependencies, Consistency {
  readonly recommendSession: RecommendSession;
  readonly recommendSessions: RecommendSessions;
}

/** `POST /recommend` and `POST /batch_recommend` */
export function sessionRecommendationTriggers(dependencies: Dependencies): readonly ApiTrigger[] {
  const trigger = (name: string, route: string, POST: Operation) =>
    httpTrigger({ name, route, operations: { POST } }, dependencies);
  return [
    trigger('recommend', 'recommend', one(dependencies)),
    trigger('batch-recommend', 'batch_recommend', batch(dependencies)),
  ];
}

function one(dependencies: Dependencies): Operation {
  return operation(postRecommend, async ({ body, headers }) => {
    await waitUntilSeen(dependencies, headers);
    const recommendations = await dependencies.recommendSession(toRequest(body, body));
    return { body: fromSessionRecommendations(body, recommendations) };
  });
}

function batch(dependencies: Dependencies): Operation {
  return operation(postBatchRecommend, async ({ body, headers }) => {
    await waitUntilSeen(dependencies, headers);
    const { good, bad } = sorted(body.sessions);
    const outcomes = await dependencies.recommendSessions(
      good.map(({ session }) => toRequest(session, body)),
    );
    const results = good.map(({ index, session }, place) => {
      const outcome = outcomes[place];
      if (outcome?.ok) return fromSessionRecommendations(session, outcome.recommendations);
      return { index, session_id: session.session_id, error: inWords(outcome?.error) };
    });
    const failed = results.filter((each) => 'error' in each);
    const errors = [...bad, ...failed].sort((a, b) => a.index - b.index);
    const succeeded = results.filter((each) => !('error' in each));
    const total = body.sessions.length;
    const success = succeeded.length;
    return { body: { results: succeeded, errors, total, success, failed: errors.length } };
  });
}

type Session = Parameters<typeof toSteps>[0];
interface Common {
  readonly top_k: number;
  readonly weights: SessionRequest['weights'];
  readonly exclude_seen?: SessionRequest['options']['excludeSeen'];
}

function toRequest(session: Session, common: Common & SessionRequest['options']): SessionRequest {
  const { filter, boost, exclude, diversity, model, exclude_seen: excludeSeen } = common;
  return {
    sessionId: String(session.session_id),
    steps: toSteps(session),
    count: common.top_k,
    weights: common.weights,
    options: { filter, boost, exclude, diversity, model, excludeSeen },
  };
}

function sorted(inputs: readonly unknown[]) {
  const checked = inputs.map((input, index) => ({ input, index, result: checkSession(input) }));
  const good = checked.flatMap(({ index, result }) =>
    result.ok ? [{ index, session: result.value }] : [],
  );
  const bad = checked.flatMap(({ input, index, result }) => {
    if (result.ok) return [];
    const sessionId = sessionIdOf(input);
    const named = sessionId === undefined ? {} : { session_id: sessionId };
    return [{ index, ...named, error: listed(result.complaints) }];
  });
  return { good, bad };
}

const maxListed = 3;

function listed(complaints: readonly Complaint[]): string {
  const named = complaints.map(({ path, message }) => (path ? `${path}: ${message}` : message));
  const more = named.length > maxListed ? [`and ${named.length - maxListed} more`] : [];
  return [...named.slice(0, maxListed), ...more].join('; ');
}

const inWords = (error: unknown) =>
  toProblem(error instanceof AppError ? error : undefined, '').problem.detail;
