import { z } from 'zod';
import { parseSources, type Sources, statementsOf } from './templates.js';
import { stringsWithin, within } from './walk.js';

/** Values of settings.json by name. */
export const shopSettings = (sources: Sources): Readonly<Record<string, string>> =>
  z.record(z.string(), z.string()).parse(JSON.parse(sources.get('settings.json') ?? ''));

/** Names of the settings that a variable of the template of the app computes. */
export function computedSettings(sources: Sources, variable: string): readonly string[] {
  const value = variableOf(sources, 'modules/function-app.bicep', variable);
  const objects = [...within(value)].flatMap(({ expression }) =>
    expression.kind === 'object' ? expression.entries : [],
  );
  return objects.map(({ key }) => String(key));
}

/** Plain strings in a variable of a template. */
export const stringsOf = (sources: Sources, path: string, variable: string): readonly string[] =>
  stringsWithin(variableOf(sources, path, variable));

/** Throws where there is none. */
export function variableOf(sources: Sources, path: string, variable: string) {
  const template = parseSources(sources).templates.get(path);
  const found = template && statementsOf(template, 'var').find(({ name }) => name === variable);
  if (found === undefined) throw new Error(`${path} has no variable ${variable}`);
  return found.value;
}
