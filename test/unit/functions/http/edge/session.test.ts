import { describe, expect, it } from 'vitest';
import { makeOpenSession } from '../../../../../functions/http/edge/session.js';
import { sessionHeaders } from '../../../../../shared/contracts/session.js';

const openSession = makeOpenSession(86_400_000);
const plain = { isSecure: false };

const secretOf = (headers: Readonly<Record<string, string>>) =>
  /^sid=([\w-]{22});/.exec(headers['set-cookie'] ?? '')?.[1];

describe('A session', () => {
  it('begins with a cookie of 128 random bits that scripts cannot read', () => {
    const { headers } = openSession({}, plain);
    expect(secretOf(headers)).toBeDefined();
    const cookie = headers['set-cookie'] ?? '';
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/api', 'Max-Age=86400'])
      expect(cookie.split('; ')).toContain(part);
    expect(cookie).not.toContain('Secure');
  });

  it('keeps its cookie to TLS where it came over TLS', () => {
    expect(openSession({}, { isSecure: true }).headers['set-cookie']).toContain('; Secure');
  });

  it('goes on with the cookie, which each answer renews', () => {
    const first = openSession({}, plain);
    const secret = secretOf(first.headers);
    const again = openSession({ cookie: `theme=dark; sid=${secret}; x=1` }, plain);
    expect(again.sessionId).toBe(first.sessionId);
    expect(secretOf(again.headers)).toBe(secret);
  });

  it('is known inside by a name that does not open it', () => {
    const { sessionId, headers } = openSession({}, plain);
    expect(sessionId).not.toContain(secretOf(headers));
    const stolen = openSession({ cookie: `sid=${sessionId}` }, plain);
    expect(stolen.sessionId).not.toBe(sessionId);
    expect(sessionHeaders.safeParse({ 'x-session-id': sessionId }).success).toBe(false);
  });

  it('begins anew for a cookie that is none of ours', () => {
    const ids = ['', 'short', 'x'.repeat(500), '../../etc/passwd', '%00'].map(
      (sid) => openSession({ cookie: `sid=${sid}` }, plain).sessionId,
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has the client's own name where the header gives one, and then no cookie", () => {
    const chosen = '0b7c4f0e-6c1d-4c7e-9a55-2f8f3f0f7f11';
    expect(openSession({ 'x-session-id': chosen, cookie: 'sid=x' }, plain)).toEqual({
      sessionId: chosen,
      headers: {},
    });
  });

  it.each(['short', 'x'.repeat(129), 'with spaces in between it', 'semi;colon;semi;colon', ''])(
    'may not be called %j',
    (name) => {
      expect(sessionHeaders.safeParse({ 'x-session-id': name }).success).toBe(false);
    },
  );
});
