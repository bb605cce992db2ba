import findMyWay from 'find-my-way';
import type { HttpTrigger, Trigger } from '../trigger.js';

export interface Found {
  readonly trigger: HttpTrigger;
  /** Percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
}

const prefix = '/api';
/** An id of 512 characters, each percent-encoded as three bytes. */
const maxParamLength = 512 * 9;

/** Finds the trigger of a path, which is as the client sent it. Undefined where only a catch-all would do. */
export function makeRouter(triggers: readonly Trigger[]) {
  const router = findMyWay({ maxParamLength, ignoreTrailingSlash: true });
  const byHandler = new Map<unknown, HttpTrigger>();
  for (const trigger of triggers) {
    if (trigger.kind !== 'http') continue;
    const handler = () => undefined;
    byHandler.set(handler, trigger);
    router.on('GET', toPattern(trigger.route), handler);
  }
  return (path: string): Found | undefined => {
    const found = router.find('GET', path);
    const trigger = byHandler.get(found?.handler);
    return trigger && { trigger, params: named(trigger, found?.params ?? {}) };
  };
}

/** Azure's `items/{id}` and `{*rest}` as find-my-way writes them. */
function toPattern(route: string): string {
  const pattern = route.replace(/\{\*\w+\}/, '*').replace(/\{(\w+)\}/g, ':$1');
  return `${prefix}/${pattern}`;
}

function named(trigger: HttpTrigger, params: Readonly<Record<string, string | undefined>>) {
  const rest = /\{\*(\w+)\}/.exec(trigger.route)?.[1] ?? '*';
  const entries = Object.entries(params).map(([name, value]) => [
    name === '*' ? rest : name,
    value ?? '',
  ]);
  return Object.fromEntries(entries);
}
