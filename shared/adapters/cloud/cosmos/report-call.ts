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
  readonly substatus?: unknown;
}

/** What the service refuses because others were quicker or there is no such thing: it works. */
const answers = new Set([404, 409, 412]);
/** A query over several partitions is refused, and the SDK asks for its plan then. */
const wantsPlan = { code: 400, substatus: 1004 };
const nothingNew = 304;

/**
 * Reports one request to Cosmos DB: what kind it was, of which container, and how it went. To be called as it begins. Looks
 * at the change feed that found nothing are only added up: there is one a second.
 */
export function reportCall(telemetry: Telemetry, request: Request): (answered: Answered) => void {
  const startedMs = performance.now();
  return (answered) => {
    const { code, requestUnits } = answered;
    if (code === nothingNew) {
      telemetry.metric('idle-look-request-units', requestUnits);
      return;
    }
    telemetry.dependency({
      ...{ target: 'cosmos db', name: nameOf(request), requestUnits, isOk: isOk(answered) },
      durationMs: performance.now() - startedMs,
      result: typeof code === 'number' || typeof code === 'string' ? String(code) : 'no answer',
    });
  };
}

function isOk({ code, substatus }: Answered): boolean {
  if (typeof code !== 'number') return false;
  if (code === wantsPlan.code) return substatus === wantsPlan.substatus;
  return code < 400 || answers.has(code);
}

/** `query docs in shop`. */
function nameOf({ path = '', operationType = 'ask', resourceType }: Request): string {
  const container = /(?:^|\/)colls\/([\w-]+)/.exec(path)?.[1];
  const what = resourceType ? `${operationType} ${resourceType}` : operationType;
  return container === undefined ? what : `${what} in ${container}`;
}
