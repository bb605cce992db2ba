import { functions } from './known.js';
import type { Statement, Template } from './syntax.js';
import { within } from './walk.js';

/** Each name is declared once, each that is used is declared, and each parameter and variable is used. */
export function nameProblems(template: Template): readonly string[] {
  const declared = template.statements.filter(({ kind }) => kind !== 'output');
  const names = new Set(declared.map(({ name }) => name));
  const used = new Set<string>();
  const problems = doubles(declared);
  for (const statement of template.statements) {
    for (const { expression, loops } of expressionsOf(statement)) {
      if (expression.kind === 'name') {
        used.add(expression.name);
        if (!names.has(expression.name) && !loops.includes(expression.name))
          problems.push(`line ${statement.line}: ${expression.name} is not declared`);
      }
      if (
        expression.kind === 'call' &&
        expression.of === undefined &&
        !functions.has(expression.name)
      )
        problems.push(`line ${statement.line}: ${expression.name}() is no known function`);
    }
  }
  return [...problems, ...unused(declared, used)];
}

function doubles(declared: readonly Statement[]): string[] {
  const seen = new Set<string>();
  return declared.flatMap(({ name, line }) => {
    const isDouble = seen.has(name);
    seen.add(name);
    return isDouble ? [`line ${line}: ${name} is declared twice`] : [];
  });
}

const unused = (declared: readonly Statement[], used: ReadonlySet<string>) =>
  declared
    .filter(({ kind, name }) => (kind === 'param' || kind === 'var') && !used.has(name))
    .map(({ name, line }) => `line ${line}: ${name} is never used`);

function expressionsOf(statement: Statement) {
  if (statement.kind !== 'param') return [...within(statement.value)];
  return statement.fallback === undefined ? [] : [...within(statement.fallback)];
}
