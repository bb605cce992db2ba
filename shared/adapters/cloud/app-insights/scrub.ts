import type { Properties } from '../../../ports/runtime.js';

const maxLength = 500;

/** What may be of a person or a secret, and what stands for it. In this order: the first takes what the others would. */
const hidden: readonly (readonly [RegExp, string])[] = [
  [/"(?:[^"\\]|\\.)*"|'[^']*'|`[^`]*`|“[^”]*”|„[^“”]*[“”]|«[^»]*»/g, '"…"'],
  [/\bgot [^;]*/g, 'got …'],
  [/\b[a-z][a-z\d+.-]*:\/\/\S+/gi, '<address>'],
  [/\S+@\S+/g, '<address>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b(?::\d+)?/g, '<address>'],
  [/(?:[\da-f]{1,4})?(?:::?[\da-f]{1,4}){2,}(?:::)?/gi, '<address>'],
  [/[\w+/=-]{24,}/g, '…'],
  [/\d{7,}/g, '…'],
];

/** A sentence of ours without the values in it. */
export function scrub(text: string): string {
  let scrubbed = text.slice(0, 4 * maxLength);
  for (const [pattern, instead] of hidden) scrubbed = scrubbed.replaceAll(pattern, instead);
  return scrubbed.slice(0, maxLength);
}

/** What this house alone puts there, and needs as it is. */
const plain = new Set([
  ...['during', 'route', 'kind', 'task', 'model', 'version', 'queue', 'trigger', 'check', 'search'],
  ...['requestId', 'encoder', 'device', 'status', 'stage', 'operation', 'container'],
]);

/** As they are sent: texts, by names. */
export function scrubbedProperties(properties: Properties = {}): Record<string, string> {
  const entries = Object.entries(properties).map(([name, value]) => {
    if (typeof value !== 'string') return [name, String(value)];
    return [name, plain.has(name) ? value.slice(0, 128) : scrub(value)];
  });
  return Object.fromEntries(entries);
}
