import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
// Not the package's index: that would run the whole viewer in this process, 40 MB of it.
import folderOfViewer from 'swagger-ui-dist/absolute-path.js';
import { AppError } from '../../shared/domain/errors.js';

/** What the browser may do on the page: only what comes from here, and no scripts in the markup. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tastemaker API</title>
<link rel="icon" href="/api/docs/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<main id="viewer"></main>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/viewer.js"></script>
</body>
</html>
`;

const viewer = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#viewer',
  deepLinking: true,
  displayRequestDuration: true,
  filter: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
`;

export interface DocsFile {
  readonly mediaType: string;
  readonly content: string | Uint8Array;
}

const fromPackage = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['favicon-32x32.png', 'image/png'],
]);

/** A file of the page, read once. Throws `not-found` for any that the page does not ask for. */
export function makeDocsFiles(): (name: string) => Promise<DocsFile> {
  const script = { mediaType: 'text/javascript; charset=utf-8', content: viewer };
  const read = new Map<string, Promise<DocsFile>>([['viewer.js', Promise.resolve(script)]]);
  return async (name) => {
    const mediaType = fromPackage.get(name);
    const found = read.get(name) ?? (mediaType && readFromPackage(name, mediaType));
    if (!found) throw new AppError('not-found', 'the page has no such file');
    read.set(name, found);
    return found;
  };
}

async function readFromPackage(name: string, mediaType: string): Promise<DocsFile> {
  return { mediaType, content: await readFile(join(folderOfViewer(), name)) };
}
