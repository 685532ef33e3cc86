import { BrokerError } from './broker-error.ts';
import type { Clock } from './clock.ts';

/** Failures before anything was said: no address, no line, no trust in who answers. */
const NEVER_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;
const CAUSES_MAX = 5;

/** A request that came to no answer in time. Whether it arrived, nobody knows. */
export class NoAnswerInTime extends Error {
  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs / 1_000} seconds`);
  }
}

const KNOWN_LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Why an address may not be used; null when it may. Keys never travel in clear, but on this machine. */
export function addressFault(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isSafe =
    url !== null &&
    url.username === '' &&
    url.search === '' &&
    (['https:', 'wss:'].includes(url.protocol) ||
      (['http:', 'ws:'].includes(url.protocol) && KNOWN_LOOPBACK.includes(url.hostname)));
  return isSafe
    ? null
    : `the address ${url === null ? address : url.origin} is neither https nor on this machine; correct it`;
}

/** What became of a request that was no success. */
export type BrokerFailure =
  /** It certainly never arrived. */
  | { readonly kind: 'unsent'; readonly reason: string }
  /** It came too soon after too many others, and was not taken. */
  | { readonly kind: 'busy'; readonly reason: string; readonly retryAfterMs: number | null }
  | { readonly kind: 'unauthorised'; readonly reason: string }
  /** It was understood and not taken. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** `isMalformed`: there was an answer, and it cannot be read. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly isMalformed?: boolean };

/** The error that a question rejects with. */
export function questionError(broker: string, failure: BrokerFailure): BrokerError {
  const { reason } = failure;
  switch (failure.kind) {
    case 'busy':
      return new BrokerError('rate-limited', broker, `${reason}; ask again later`, failure.retryAfterMs);
    case 'unauthorised':
      return new BrokerError('unauthorised', broker, `${reason}; log in again, or enter valid keys`);
    case 'refused':
      return new BrokerError(
        'malformed',
        broker,
        `it refuses the question (${reason}); look at its own pages`,
      );
    case 'unsent':
      return new BrokerError('unavailable', broker, `${reason}; check the connection, then ask again`);
    case 'unknown':
      return failure.isMalformed
        ? new BrokerError('malformed', broker, `${reason}; look at its own pages`)
        : new BrokerError('unavailable', broker, `${reason}; ask again later`);
  }
}

export interface TimedFetchOptions {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  /** Ends all that is under way. */
  readonly signal: AbortSignal;
}

/**
 * A `fetch` that answers with the whole body or not at all, by the clock given. Throws {@link NoAnswerInTime} when that
 * takes too long, whatever `fetch` throws otherwise. It never sends twice and follows no redirect: that would carry keys along.
 */
export function createTimedFetch({ clock, fetch: ask, timeoutMs, signal }: TimedFetchOptions) {
  return async (url: string, init: RequestInit): Promise<Response> => {
    const timeOut = new AbortController();
    signal.throwIfAborted();
    const stopTimer = clock.after(timeoutMs, () => timeOut.abort());
    // No timer outlives the end, not even until the failure has come round.
    signal.addEventListener('abort', stopTimer, { once: true });
    try {
      const response = await ask(url, {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.any([signal, timeOut.signal]),
      });
      const body = await response.arrayBuffer();
      const { status, headers } = response;
      return new Response(body.byteLength === 0 ? null : body, { status, headers });
    } catch (error) {
      if (timeOut.signal.aborted) throw new NoAnswerInTime(timeoutMs);
      throw error;
    } finally {
      stopTimer();
      signal.removeEventListener('abort', stopTimer);
    }
  };
}

/** Whether a request that failed so certainly never arrived. */
export function isCertainlyUnsent(error: unknown): boolean {
  const code = codeOf(error);
  return code !== null && NEVER_CONNECTED.test(code);
}

/** What went wrong on the line, in a sentence without addresses, as those may hold a key. */
export function lineFailure(error: unknown): string {
  for (
    let cause = error, depth = 0;
    depth < CAUSES_MAX && cause instanceof Error;
    depth++, cause = cause.cause
  )
    if (cause instanceof NoAnswerInTime) return cause.message;
  const code = codeOf(error);
  if (code !== null && NEVER_CONNECTED.test(code)) return `it could not be reached (${code})`;
  return code === null
    ? 'the connection ended before it answered'
    : `the connection ended before it answered (${code})`;
}

/** The code of the failure or of what caused it, as Node's network layers give it. */
function codeOf(error: unknown): string | null {
  for (
    let cause = error, depth = 0;
    depth < CAUSES_MAX && cause instanceof Error;
    depth++, cause = cause.cause
  )
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return null;
}
