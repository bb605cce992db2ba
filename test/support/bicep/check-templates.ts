import { contentProblems, moduleProblems } from './check-modules.js';
import { nameProblems } from './check-names.js';
import { resourceProblems } from './check-resources.js';
import type { Template } from './syntax.js';
import { parseSources, resolvePath, type Sources, statementsOf } from './templates.js';

/** What is wrong with the templates, one line each; none where all is well. */
export function templateProblems(sources: Sources): readonly string[] {
  const { templates, problems } = parseSources(sources);
  const found = [...templates].flatMap(([path, template]) => {
    const place = { path, template, templates, sources };
    return [
      ...nameProblems(template),
      ...moduleProblems(place),
      ...contentProblems(place),
      ...resourceProblems(template),
    ].map((problem) => `${path}: ${problem}`);
  });
  return [
    ...problems,
    ...found,
    ...forgotten(templates),
    ...parameterFileProblems(sources, templates.get('main.bicep')),
  ];
}

function forgotten(templates: ReadonlyMap<string, Template>): readonly string[] {
  const used = [...templates].flatMap(([path, template]) =>
    statementsOf(template, 'module').map((module) => resolvePath(path, module.path)),
  );
  return [...templates.keys()]
    .filter((path) => path !== 'main.bicep' && !used.includes(path))
    .map((path) => `${path}: no template uses it`);
}

/** main.parameters.json gives each parameter that main.bicep has no value for, and none that it does not have. */
function parameterFileProblems(sources: Sources, main: Template | undefined): readonly string[] {
  if (main === undefined) return ['there is no main.bicep'];
  const file: unknown = JSON.parse(sources.get('main.parameters.json') ?? '{}');
  const isFile = typeof file === 'object' && file !== null && 'parameters' in file;
  const given =
    isFile && typeof file.parameters === 'object' && file.parameters !== null
      ? Object.keys(file.parameters)
      : [];
  const wanted = statementsOf(main, 'param');
  const missing = wanted.filter(
    ({ name, fallback }) => fallback === undefined && !given.includes(name),
  );
  const strange = given.filter((key) => !wanted.some(({ name }) => name === key));
  return [
    ...missing.map(({ name }) => `main.parameters.json: ${name} is missing`),
    ...strange.map((key) => `main.parameters.json: ${key} is no parameter`),
  ];
}
