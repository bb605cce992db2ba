// Prints infra/main.parameters.json with `${NAME=fallback}` replaced from the environment, for `az deployment`, which unlike
// azd does not do so: node infra/tooling/azure/deployment-parameters.mjs > parameters.json
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const placeholder = /^\$\{([A-Z_0-9]+)(?:=([^}]*))?\}$/;

/** A value is of the kind of its fallback: whole number, truth or text. */
export function fillParameters(text, environment) {
  const file = JSON.parse(text);
  const parameters = Object.entries(file.parameters).map(([key, { value }]) => {
    const [, name, fallback = ''] = placeholder.exec(value) ?? [];
    if (name === undefined) throw new Error(`${key}: expected a placeholder, found ${value}`);
    return [key, { value: convert(environment[name] || fallback, fallback, name) }];
  });
  return { ...file, parameters: Object.fromEntries(parameters) };
}

function convert(text, fallback, name) {
  const isNumber = /^\d+$/;
  if (isNumber.test(fallback)) {
    if (isNumber.test(text)) return Number(text);
    throw new Error(`${name}: expected a whole number`);
  }
  if (fallback !== 'true' && fallback !== 'false') return text;
  if (text === 'true' || text === 'false') return text === 'true';
  throw new Error(`${name}: expected true or false`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const text = readFileSync(new URL('../../main.parameters.json', import.meta.url), 'utf8');
  process.stdout.write(`${JSON.stringify(fillParameters(text, process.env), null, 2)}\n`);
}
