import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is turned away. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly code: 'UNAUTHORIZED' | 'FORBIDDEN';
  readonly message: string;
}

/** Who may speak with the server. Every check answers undefined when there is nothing against the request. */
export interface Access {
  /** The Host must be this server by a loopback name, so that a foreign name made to point here (DNS rebinding) fails. */
  refuseHost(request: IncomingMessage): Refusal | undefined;
  /** A request a foreign web page caused, by its Origin or Sec-Fetch-Site. */
  refuseOrigin(request: IncomingMessage): Refusal | undefined;
  /** One with neither the token (`Authorization: Bearer …`) nor the cookie of a page served from here. */
  refuseStranger(request: IncomingMessage): Refusal | undefined;
  /** Value of Set-Cookie that lets the served page in: not readable by scripts, not sent by foreign pages. */
  readonly pageCookie: string;
}

/** Rules for a server on a loopback `port`; `token` lets scripts in. */
export function createAccess(port: number, token: string): Access {
  const hosts = new Set(
    ['127.0.0.1', 'localhost', '[::1]'].map((name) => (port === 80 ? name : `${name}:${port}`)),
  );
  const cookieName = `octopus-${port}`;
  const cookieValue = randomBytes(32).toString('base64url');
  const matchesToken = secretMatcher(token);
  const matchesCookie = secretMatcher(cookieValue);
  const hostOf = (request: IncomingMessage): string => request.headers.host?.toLowerCase() ?? '';

  return {
    pageCookie: `${cookieName}=${cookieValue}; Path=/; HttpOnly; SameSite=Strict`,
    refuseHost(request) {
      if (hosts.has(hostOf(request))) return undefined;
      return forbidden(
        `Host "${hostOf(request)}" is not this server; open http://127.0.0.1:${port}/ instead`,
      );
    },
    refuseOrigin(request) {
      const { origin } = request.headers;
      if (origin !== undefined && origin !== `http://${hostOf(request)}`) {
        return forbidden(`pages from ${origin.slice(0, 200)} may not use this server; only its own page may`);
      }
      const site = request.headers['sec-fetch-site'];
      if (site === undefined || site === 'same-origin' || site === 'none') return undefined;
      return forbidden('another page may not use this server; only its own page may');
    },
    refuseStranger(request) {
      const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
      if (bearer !== undefined && matchesToken(bearer)) return undefined;
      const cookie = readCookie(request.headers.cookie ?? '', cookieName);
      if (cookie !== undefined && matchesCookie(cookie)) return undefined;
      const hint =
        'send "Authorization: Bearer <token>" with the token of this start, kept in the data folder';
      return {
        status: 401,
        code: 'UNAUTHORIZED',
        message: bearer === undefined ? `no token: ${hint}` : `wrong token: ${hint}`,
      };
    },
  };
}

function forbidden(message: string): Refusal {
  return { status: 403, code: 'FORBIDDEN', message };
}

/** Compares in a time that tells nothing of the secret. */
function secretMatcher(secret: string): (given: string) => boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const expected = digest(secret);
  return (given) => timingSafeEqual(digest(given), expected);
}

function readCookie(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}
