import type { Expression, Module, Parameter, Template } from './syntax.js';
import { resolvePath, type Sources, statementsOf } from './templates.js';
import { valueAt, within } from './walk.js';

export interface Place {
  readonly path: string;
  readonly template: Template;
  readonly templates: ReadonlyMap<string, Template>;
  readonly sources: Sources;
}

/** Modules exist, get all that they need and nothing else, and are asked for outputs that they have. */
export function moduleProblems(place: Place): readonly string[] {
  return statementsOf(place.template, 'module').flatMap((module) => {
    const target = place.templates.get(resolvePath(place.path, module.path));
    if (target === undefined) return [`line ${module.line}: there is no ${module.path}`];
    return [...parameterProblems(place, module, target), ...outputProblems(place, module, target)];
  });
}

function parameterProblems(
  { template }: Place,
  module: Module,
  target: Template,
): readonly string[] {
  const given = valueAt(module.body, ['params']);
  const passed = new Map(
    (given?.kind === 'object' ? given.entries : []).map(
      ({ key, value }) => [String(key), value] as const,
    ),
  );
  const wanted = statementsOf(target, 'param');
  const at = `line ${module.line}: ${module.path}`;
  const secrets = new Set(
    statementsOf(template, 'param').flatMap(({ name, isSecure }) => (isSecure ? [name] : [])),
  );
  return [
    ...wanted.filter((one) => isMissing(one, passed)).map(({ name }) => `${at} needs ${name}`),
    ...[...passed.keys()]
      .filter((key) => !wanted.some(({ name }) => name === key))
      .map((key) => `${at} has no parameter ${key}`),
    ...wanted
      .filter(
        (one) => !one.isSecure && names(passed.get(one.name)).some((name) => secrets.has(name)),
      )
      .map(({ name }) => `${at}: ${name} is given a secret and is not secure`),
  ];
}

const isMissing = ({ name, fallback }: Parameter, passed: ReadonlyMap<string, unknown>) =>
  fallback === undefined && !passed.has(name);

const names = (start: Expression | undefined): readonly string[] =>
  start === undefined
    ? []
    : [...within(start)].flatMap(({ expression }) =>
        expression.kind === 'name' ? [expression.name] : [],
      );

function outputProblems({ template }: Place, module: Module, target: Template): readonly string[] {
  const outputs = new Set(statementsOf(target, 'output').map(({ name }) => name));
  const asked = template.statements.flatMap((statement) =>
    'value' in statement
      ? [...within(statement.value)].flatMap(({ expression }) => outputAsked(expression, module))
      : [],
  );
  return [...new Set(asked)]
    .filter((name) => !outputs.has(name))
    .map((name) => `${module.path} has no output ${name}`);
}

function outputAsked(expression: Expression, { name }: Module): readonly string[] {
  if (
    expression.kind !== 'member' ||
    expression.of.kind !== 'member' ||
    expression.of.name !== 'outputs'
  )
    return [];
  const { of } = expression.of;
  return of.kind === 'name' && of.name === name ? [expression.name] : [];
}

/** No output tells a secret, and every file that is loaded is there. */
export function contentProblems({ path, template, sources }: Place): readonly string[] {
  const secrets = new Set(
    statementsOf(template, 'param').flatMap(({ name, isSecure }) => (isSecure ? [name] : [])),
  );
  const told = statementsOf(template, 'output').filter(({ value }) =>
    names(value).some((name) => secrets.has(name)),
  );
  return [
    ...told.map(({ name, line }) => `line ${line}: output ${name} tells a secret`),
    ...loadedBy(template).flatMap((file) => fileProblem(sources, resolvePath(path, file))),
  ];
}

const loaders = new Set(['loadJsonContent', 'loadTextContent']);

function loadedBy(template: Template): readonly string[] {
  return template.statements.flatMap((statement) =>
    'value' in statement
      ? [...within(statement.value)].flatMap(({ expression }) => {
          if (expression.kind !== 'call' || !loaders.has(expression.name)) return [];
          const [file] = expression.with;
          return file?.kind === 'literal' ? [String(file.value)] : [];
        })
      : [],
  );
}

function fileProblem(sources: Sources, path: string): readonly string[] {
  const text = sources.get(path);
  if (text === undefined) return [`there is no ${path} to load`];
  if (!path.endsWith('.json')) return [];
  try {
    JSON.parse(text);
    return [];
  } catch {
    return [`${path} is no JSON`];
  }
}
