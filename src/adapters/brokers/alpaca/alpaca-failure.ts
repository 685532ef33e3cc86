import { firstWords, redact } from '#domain/values/redact';
import { type BrokerFailure, isCertainlyUnsent, lineFailure } from '#engine/ports/broker-request';
import { UnreadableAnswer } from './read-alpaca.ts';

/** An answer of Alpaca that is no success. */
export interface AlpacaRefusal {
  readonly status: number;
  /** Alpaca's own, such as 40310000 for too little buying power; empty when it gave none. */
  readonly code: string;
  readonly message: string;
  readonly retryAfterMs: number | null;
}

/** Codes of a refused login begin so: 40110000, access key verification failed. */
const LOGIN_CODE = /^401/;
/** An id is a function of its intent: who bears it already is this very order. */
const DUPLICATE = /client_order_id must be unique/i;

/** The SDK's error of an answer that is no success; by its form, since its class is loaded later. */
export function refusalOf(error: unknown): AlpacaRefusal | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  const code = 'code' in error && error.code !== undefined ? String(error.code) : '';
  const waitMs =
    'retryAfterMs' in error && typeof error.retryAfterMs === 'number' ? error.retryAfterMs : null;
  return { status: error.status, code, message: error.message, retryAfterMs: waitMs };
}

/** What a thrown error means for the request that was made. */
export function alpacaFailure(error: unknown, secrets: readonly string[]): BrokerFailure {
  const refusal = refusalOf(error);
  if (!refusal) {
    if (error instanceof UnreadableAnswer || error instanceof SyntaxError) {
      const words = redact(firstWords(error.message), secrets);
      return { kind: 'unknown', reason: `its answer cannot be read: ${words}`, isMalformed: true };
    }
    return { kind: isCertainlyUnsent(error) ? 'unsent' : 'unknown', reason: lineFailure(error) };
  }
  const { status, code, message, retryAfterMs } = refusal;
  const words = redact(firstWords(message), secrets);
  if (status === 429) return { kind: 'busy', reason: 'it takes no more requests for now', retryAfterMs };
  // A 403 with a code is about the order: too little buying power, no right to sell short.
  if (status === 401 || LOGIN_CODE.test(code) || (status === 403 && code === ''))
    return { kind: 'unauthorised', reason: `it refuses the keys (${words})` };
  if (status >= 500 || status === 408 || status < 400)
    return { kind: 'unknown', reason: `it answers ${status} (${words})` };
  if (DUPLICATE.test(message)) return { kind: 'unknown', reason: 'it has an order of this id already' };
  return { kind: 'refused', reason: words };
}
