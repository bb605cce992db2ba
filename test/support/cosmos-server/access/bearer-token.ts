import { isObject, type JsonObject } from '../wire/json.js';
import { ServiceError } from '../wire/service-error.js';
import type { Gate } from './gate.js';

/**
 * Checks what a token of Microsoft Entra ID says of itself: for whom and until when. Its signature cannot be checked
 * without the issuer's key, so any issuer is as good as another here. Throws 401.
 */
export function checkBearerToken(token: string, { audiences, nowMs }: Gate): void {
  const claims = claimsOf(token);
  const { aud, exp, nbf } = claims;
  const now = nowMs() / 1_000;
  if (typeof exp !== 'number' || exp <= now) {
    throw refused('The authorization token is expired (exp).');
  }
  if (typeof nbf === 'number' && nbf > now) throw refused('The token is not valid yet (nbf).');
  if (typeof aud !== 'string' || !audiences.includes(aud)) {
    throw refused(`The token is for ${String(aud)}, not for ${audiences.join(' or ')} (aud).`);
  }
}

const refused = (why: string) => new ServiceError(401, why);

function claimsOf(token: string): JsonObject {
  const parts = token.split('.');
  const [, payload] = parts;
  if (parts.length !== 3 || payload === undefined) throw refused('The token is no JWT.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    if (isObject(claims)) return claims;
  } catch {
    // Told of below, as any other that holds no claims.
  }
  throw refused('The token has no claims.');
}
