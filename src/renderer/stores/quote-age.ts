import { sessionStream } from './engine-streams.ts';
import type { PriceSource } from './price-source.ts';
import type { Quote } from './quotes.ts';

/** Time after which a price is no longer shown as the present one. */
export const STALE_AFTER_MS = 5 * 60_000;
/** While the replay runs, a second of wall time may be days of market time: a quote this fresh is the present one. */
const FRESH_WALL_MS = 1_000;

/** How old a price is by the clock its source lives by; null where no clock tells. */
export function quoteAgeMs(quote: Quote | null, clock: PriceSource['clock']): number | null {
  if (quote === null || quote.eventTime === null || clock === 'none') return null;
  if (clock === 'wall') return Math.max(0, Date.now() - quote.eventTime);
  const session = sessionStream.store.getState().value;
  return session === null ? null : Math.max(0, session.eventTime - quote.eventTime);
}

/** The age to show in amber beside a price; null while the price counts as the present one. */
export function amberAgeMs(quote: Quote | null, source: PriceSource): number | null {
  const ageMs = quoteAgeMs(quote, source.clock);
  if (ageMs === null || quote === null || source.isClosed) return null;
  return staleAgeMs({
    ageMs,
    isRunning: source.clock === 'session' && sessionStream.store.getState().value?.state === 'running',
    sinceReceivedMs: performance.now() - quote.receivedMs,
  });
}

/** The age to show beside a price, in market time; null while the price counts as the present one. */
export function staleAgeMs({
  ageMs,
  isRunning,
  sinceReceivedMs,
}: {
  readonly ageMs: number;
  readonly isRunning: boolean;
  /** Wall time since the quote came. */
  readonly sinceReceivedMs: number;
}): number | null {
  if (ageMs <= STALE_AFTER_MS) return null;
  return isRunning && sinceReceivedMs <= FRESH_WALL_MS ? null : ageMs;
}
