import { type DocumentedRoute, openApiDocument } from '../../shared/contracts/openapi.js';
import { getDocs, getDocsFile, getIndex, getOpenApi } from '../../shared/contracts/operations.js';
import { contentSecurityPolicy, docsPage, makeDocsFiles } from '../console/docs.js';
import type { HttpTrigger } from '../trigger.js';
import { catchAllTrigger } from './catch-all.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';

/** The whole API: the given triggers, what describes them, and what answers where there is nothing. */
export function documentedApi(
  triggers: readonly ApiTrigger[],
  dependencies: EndpointDependencies & { readonly version: string },
): readonly HttpTrigger[] {
  const { version } = dependencies;
  const routes = [
    { name: 'openapi', route: 'openapi.json', operations: { GET: document(() => openApi()) } },
    { name: 'docs', route: 'docs', operations: { GET: page } },
    { name: 'docs-file', route: 'docs/{file}', operations: { GET: file(makeDocsFiles()) } },
  ];
  const describing = routes.map((route) => httpTrigger(route, dependencies));
  const index = httpTrigger(
    { name: 'index', route: '', operations: { GET: about(version) } },
    dependencies,
  );
  const openApi: () => string = once(() => {
    const documented = [index, ...triggers, ...describing].map(toDocumented);
    return JSON.stringify(openApiDocument(documented, version));
  });
  return [...triggers, ...describing, catchAllTrigger(index, dependencies)];
}

const toDocumented = ({ route, operations }: ApiTrigger): DocumentedRoute => ({
  route,
  operations: Object.fromEntries(
    Object.entries(operations).map(([method, { spec }]) => [method, spec]),
  ),
});

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const document = (text: () => string) => operation(getOpenApi, () => ({ body: text() }));

const page = operation(getDocs, () => ({
  body: docsPage,
  headers: { 'content-security-policy': contentSecurityPolicy },
}));

const file = (read: ReturnType<typeof makeDocsFiles>) =>
  operation(getDocsFile, async ({ params }) => {
    const { content, mediaType } = await read(params.file);
    return { body: content, headers: { 'content-type': mediaType } };
  });

const about = (version: string) =>
  operation(getIndex, () => ({
    body: {
      name: 'tastemaker',
      description: 'Recommendations for a shop: catalogue and events in, good lists out.',
      version,
      links: {
        docs: '/api/docs',
        openapi: '/api/openapi.json',
        health: '/api/health',
        stats: '/api/stats',
        items: '/api/items',
        popular: '/api/popular',
      },
    },
  }));
