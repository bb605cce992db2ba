// Prints infra/main.parameters.json with each `${NAME=fallback}` replaced from the environment, for `az deployment`, which
// unlike azd does not do so: node infra/tooling/azure/deployment-parameters.mjs > parameters.json
import { readFileSync } from 'node:fs';

const placeholder = /^\$\{([A-Z_0-9]+)(?:=([^}]*))?\}$/;
const isNumber = /^\d+$/;
const truths = ['true', 'false'];

/** A value is of the kind of its fallback: whole number, truth or text. */
function convert(text, fallback, name) {
  if (isNumber.test(fallback)) {
    if (isNumber.test(text)) return Number(text);
    throw new Error(`${name}: expected a whole number, got ${JSON.stringify(text)}`);
  }
  if (!truths.includes(fallback)) return text;
  if (truths.includes(text)) return text === 'true';
  throw new Error(`${name}: expected true or false, got ${JSON.stringify(text)}`);
}

function fill({ value }, key) {
  const [, name, fallback = ''] = placeholder.exec(value) ?? [];
  if (name === undefined) throw new Error(`${key}: expected a placeholder, found ${value}`);
  return { value: convert(process.env[name] || fallback, fallback, name) };
}

const text = readFileSync(new URL('../../main.parameters.json', import.meta.url), 'utf8');
const file = JSON.parse(text);
const parameters = Object.fromEntries(
  Object.entries(file.parameters).map(([key, parameter]) => [key, fill(parameter, key)]),
);
process.stdout.write(`${JSON.stringify({ ...file, parameters }, null, 2)}\n`);
