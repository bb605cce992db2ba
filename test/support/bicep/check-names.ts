import { functions } from './known.js';
import type { Statement, Template } from './syntax.js';
import { within } from './walk.js';

/** Each name is declared once, each that is used is declared, and each parameter and variable is used. */
export function nameProblems(template: Template): readonly string[] {
  const declared = template.statements.filter(({ kind }) => kind !== 'output');
  const names = new Set(declared.map(({ name }) => name));
  const uses = template.statements.flatMap(usesOf);
  const used = new Set(uses.map(({ name }) => name));
  return [...doubles(declared), ...strange(uses, names), ...unused(declared, used)];
}

interface Use {
  readonly name: string;
  readonly line: number;
  readonly isCall: boolean;
  readonly isOfLoop: boolean;
}

function usesOf(statement: Statement): readonly Use[] {
  const start = statement.kind === 'param' ? statement.fallback : statement.value;
  if (start === undefined) return [];
  return [...within(start)].flatMap(({ expression, loops }) => {
    const isCall = expression.kind === 'call' && expression.of === undefined;
    if (!isCall && expression.kind !== 'name') return [];
    const { name } = expression;
    return [{ name, line: statement.line, isCall, isOfLoop: loops.includes(name) }];
  });
}

function strange(uses: readonly Use[], names: ReadonlySet<string>): readonly string[] {
  return uses.flatMap(({ name, line, isCall, isOfLoop }) => {
    if (isCall) return functions.has(name) ? [] : [`line ${line}: ${name}() is no known function`];
    return isOfLoop || names.has(name) ? [] : [`line ${line}: ${name} is not declared`];
  });
}

function doubles(declared: readonly Statement[]): readonly string[] {
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
