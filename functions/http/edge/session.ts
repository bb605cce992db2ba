import { createHash, randomBytes } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { SessionHeaders } from '../../../shared/contracts/session.js';

interface OpenedSession {
  /** What the session is called inside. */
  readonly sessionId: string;
  /** Go with the answer. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The session of a request; one that names none, or none of ours, begins a new one. */
export type OpenSession = (
  headers: SessionHeaders,
  request: { readonly isSecure: boolean },
) => OpenedSession;

const cookieName = 'sid';
/** 128 random bits in base64url. */
const secretPattern = /^[\w-]{22}$/;

/**
 * Sessions by an opaque cookie (RFC 6265), renewed with each answer, or by a header of the client's own choice. Inside, a
 * cookie's session is known by a digest: what is stored, logged or answered opens nobody's session. The slash in that name
 * keeps it apart from all that the header may say.
 */
export function makeOpenSession(ttlMs: number): OpenSession {
  return ({ 'x-session-id': chosen, cookie = '' }, { isSecure }) => {
    if (chosen !== undefined) return { sessionId: chosen, headers: {} };
    const given = parseCookie(cookie)[cookieName] ?? '';
    const secret = secretPattern.test(given) ? given : randomBytes(16).toString('base64url');
    const digest = createHash('sha256').update(secret).digest('base64url').slice(0, 22);
    const setCookie = stringifySetCookie({
      ...{ name: cookieName, value: secret, httpOnly: true, sameSite: 'lax', secure: isSecure },
      ...{ path: '/api', maxAge: Math.round(ttlMs / 1000) },
    });
    return { sessionId: `sid/${digest}`, headers: { 'set-cookie': setCookie } };
  };
}
