import type { ServingStatus } from './serve-models.js';

/** How the learned models are, in a word. Without them the counting models answer, so none of these is an outage. */
export type ModelState = 'ok' | 'none yet' | 'degraded';

/** For so long a failure is still told of. */
const recentMs = 60_000;

export function modelState({ loaded, problem, health }: ServingStatus, now: number): ModelState {
  const isFailing = health.some(
    ({ isLoaded, lastFailure }) =>
      !isLoaded || (lastFailure !== undefined && now - lastFailure.at < recentMs),
  );
  if (problem || isFailing) return 'degraded';
  return loaded ? 'ok' : 'none yet';
}
