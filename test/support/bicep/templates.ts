import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { parseTemplate } from './parse-template.js';
import type { Statement, Template } from './syntax.js';

/** Texts of templates and of what they load, by path below `infra/`. */
export type Sources = ReadonlyMap<string, string>;

const loaded = /\.(?:bicep|json|kql)$/;
const infra = new URL('../../../infra/', import.meta.url);

export async function readSources(): Promise<Sources> {
  const names = await readdir(infra, { recursive: true });
  const paths = names.map((name) => name.replaceAll('\\', '/')).filter((path) => loaded.test(path));
  const texts = paths.map(
    async (path) => [path, await readFile(new URL(path, infra), 'utf8')] as const,
  );
  return new Map(await Promise.all(texts));
}

export interface Parsed {
  readonly templates: ReadonlyMap<string, Template>;
  readonly problems: readonly string[];
}

export function parseSources(sources: Sources): Parsed {
  const templates = new Map<string, Template>();
  const problems: string[] = [];
  for (const [path, text] of sources) {
    if (!path.endsWith('.bicep')) continue;
    try {
      templates.set(path, parseOnce(text));
    } catch (error) {
      problems.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { templates, problems };
}

const known = new Map<string, Template>();

/** A text that was parsed is not parsed again, however often tests ask. */
function parseOnce(text: string): Template {
  const template = known.get(text) ?? parseTemplate(text);
  known.set(text, template);
  return template;
}

/** Where a path in a template leads, seen from `infra/`. */
export const resolvePath = (from: string, path: string): string =>
  posix.normalize(posix.join(posix.dirname(from), path));

export function statementsOf<K extends Statement['kind']>(
  { statements }: Template,
  kind: K,
): readonly Extract<Statement, { readonly kind: K }>[] {
  return statements.filter(
    (statement): statement is Extract<Statement, { readonly kind: K }> => statement.kind === kind,
  );
}
