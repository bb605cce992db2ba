import { AppError } from '../../shared/domain/errors.js';
import type { HttpRequest, HttpResponse, HttpTrigger } from '../trigger.js';
import { preflightHeaders } from './edge/cors.js';
import { type EdgeDependencies, edge } from './edge/edge.js';

/**
 * Answers whatever no other route takes. The bare prefix is `index`'s: Azure knows no empty route, and gives it to
 * the catch-all.
 */
export function catchAllTrigger(index: HttpTrigger, dependencies: EdgeDependencies): HttpTrigger {
  const respond = async ({ method, url }: HttpRequest): Promise<HttpResponse> => {
    if (method === 'OPTIONS') return { status: 204, headers: preflightHeaders('OPTIONS') };
    const path = url.split('?', 1)[0] ?? '';
    if (!isDecodable(path)) throw new AppError('invalid', 'the path is not percent-encoded UTF-8');
    throw new AppError(
      'not-found',
      `no route ${path.slice(0, 200)}; /api/docs shows those there are`,
    );
  };
  const nothing = edge('{*rest}', { respond }, dependencies);
  const handle = (request: HttpRequest) => {
    const { rest = '' } = request.params;
    return rest === '' ? index.handle(request) : nothing(request);
  };
  return { kind: 'http', name: 'catch-all', route: '{*rest}', handle };
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
