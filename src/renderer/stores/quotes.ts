import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { QuoteBatch } from '#contract/feed/frames';
import { connectionStore } from '../client/connection.ts';
import { extendTrace } from './live-trace.ts';
import { onNextFrame } from './next-frame.ts';
import { noteFeedFrame, noteFeedShown } from './screen-delay.ts';

/** The newest values of one symbol; null where the engine knows none. */
export interface Quote {
  /** When this window took it in, by `performance.now()`. */
  readonly receivedMs: number;
  /** Market time of the values. */
  readonly eventTime: number | null;
  readonly last: number | null;
  readonly bid: number | null;
  readonly ask: number | null;
  readonly volume: number | null;
  readonly previousClose: number | null;
  readonly dayOpen: number | null;
  readonly dayHigh: number | null;
  readonly dayLow: number | null;
}

const quotes = new Map<string, Quote>();
const pending = new Map<string, Quote>();
const listeners = new Map<string, Set<() => void>>();
const wanted = new Map<string, number>();
let isRefreshing = false;
let offFeed: (() => void) | undefined;

/** The newest quote of a symbol as the screen shows it. */
export function quoteOf(symbol: string): Quote | null {
  return quotes.get(symbol) ?? null;
}

/** Change from the previous close in percent, or null without one. */
export function changePct(quote: Quote | null): number | null {
  if (quote === null || quote.last === null || !quote.previousClose) return null;
  return (quote.last / quote.previousClose - 1) * 100;
}

/** Takes a batch in; the screen hears of it once, before the next frame. */
export function receiveQuotes(symbols: readonly string[], batch: QuoteBatch): void {
  const isScheduled = pending.size > 0;
  const receivedMs = performance.now();
  for (let row = 0; row < batch.length; row++) {
    const symbol = symbols[batch.symbolIndex[row] ?? -1];
    if (symbol === undefined) continue;
    const at = (column: Float64Array): number | null => {
      const value = column[row];
      return value === undefined || Number.isNaN(value) ? null : value;
    };
    pending.set(symbol, {
      receivedMs,
      eventTime: at(batch.eventTime),
      last: at(batch.last),
      bid: at(batch.bid),
      ask: at(batch.ask),
      volume: at(batch.volume),
      previousClose: at(batch.previousClose),
      dayOpen: at(batch.dayOpen),
      dayHigh: at(batch.dayHigh),
      dayLow: at(batch.dayLow),
    });
  }
  if (pending.size === 0) return;
  noteFeedFrame();
  if (!isScheduled) onNextFrame(showPending);
}

function showPending(): void {
  const changed = [...pending.keys()];
  for (const [symbol, quote] of pending) {
    quotes.set(symbol, quote);
    extendTrace(symbol, quote);
  }
  pending.clear();
  for (const symbol of changed) for (const listener of listeners.get(symbol) ?? []) listener();
  noteFeedShown();
}

/** Asks for quotes of `symbols` until the returned function is called; all askers share one subscription. */
export function wantQuotes(symbols: readonly string[]): () => void {
  for (const symbol of symbols) wanted.set(symbol, (wanted.get(symbol) ?? 0) + 1);
  refreshSubscription();
  return () => {
    for (const symbol of symbols) {
      const left = (wanted.get(symbol) ?? 0) - 1;
      if (left > 0) wanted.set(symbol, left);
      else wanted.delete(symbol);
    }
    refreshSubscription();
  };
}

/** One task later, so that many panels mounting at once make one subscription. */
function refreshSubscription(): void {
  if (isRefreshing) return;
  isRefreshing = true;
  setTimeout(() => {
    isRefreshing = false;
    offFeed?.();
    offFeed = undefined;
    const feed = connectionStore.getState().link?.feed;
    const symbols = [...wanted.keys()];
    if (feed && symbols.length > 0) offFeed = feed.quotes(symbols, (batch) => receiveQuotes(symbols, batch));
  }, 0);
}

connectionStore.subscribe((state, before) => {
  if (state.link === before.link) return;
  offFeed = undefined;
  refreshSubscription();
});

/** Calls the listener, before a frame, whenever the symbol's quote changes, until the returned function is called. */
export function onQuote(symbol: string, listener: () => void): () => void {
  const set = listeners.get(symbol) ?? new Set();
  listeners.set(symbol, set.add(listener));
  return () => {
    set.delete(listener);
    if (set.size === 0 && listeners.get(symbol) === set) listeners.delete(symbol);
  };
}

/** Redraws the caller when this symbol's quote changes, and keeps it coming while mounted. */
export function useQuote(symbol: string | null): Quote | null {
  useEffect(() => (symbol === null ? undefined : wantQuotes([symbol])), [symbol]);
  const subscribe = useCallback(
    (listener: () => void) => (symbol === null ? () => undefined : onQuote(symbol, listener)),
    [symbol],
  );
  return useSyncExternalStore(subscribe, () => (symbol === null ? null : quoteOf(symbol)));
}
