import type { Telemetry } from '../../../ports/runtime.js';

interface Request {
  readonly path?: string;
  readonly operationType?: string;
  readonly resourceType?: string;
}

interface Answered {
  readonly requestUnits: number;
  /** Of HTTP; of another code, or none, where nobody answered. */
  readonly code: unknown;
}

/** What the service refuses because others were quicker or there is no such thing: it works. */
const isAnswer = (code: number): boolean => code < 400 || [404, 409, 412].includes(code);

/** Reports one request to Cosmos DB: what kind it was, of which container, and how it went. To be called as it begins. */
export function reportCall(telemetry: Telemetry, request: Request): (answered: Answered) => void {
  const startedMs = performance.now();
  return ({ code, requestUnits }) => {
    telemetry.dependency({
      ...{ target: 'cosmos db', name: nameOf(request), requestUnits },
      durationMs: performance.now() - startedMs,
      isOk: typeof code === 'number' && isAnswer(code),
      result: typeof code === 'number' || typeof code === 'string' ? String(code) : 'no answer',
    });
  };
}

/** `query docs in shop`. */
function nameOf({ path = '', operationType = 'ask', resourceType }: Request): string {
  const container = /(?:^|\/)colls\/([\w-]+)/.exec(path)?.[1];
  const what = resourceType ? `${operationType} ${resourceType}` : operationType;
  return container === undefined ? what : `${what} in ${container}`;
}
