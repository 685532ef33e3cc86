import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { SessionState } from '#contract/services/session';
import type { StreamSource, SubscriptionView } from '#contract/services/streams';
import { calendarOf } from '#domain/instruments/calendar/catalog';
import { formatDate } from '../format/time.ts';
import { sessionStream, subscriptionStream, useStreamSources } from './engine-streams.ts';
import { type InstrumentView, type SeriesView, useReference } from './reference.ts';

/** Where a symbol's price on the screen comes from, in words a person can trust it by. */
export interface PriceSource {
  /** `replay`: of the session, or played from the store. `waiting`: asked for, not there now. */
  readonly kind: 'replay' | 'simulated' | 'live' | 'waiting' | 'stored' | 'none';
  /** At most a few words: `SIM`, `REPLAY`, `Binance live`, `stored, last 2013-03-01`. */
  readonly label: string;
  /** At most four letters, for a narrow row. */
  readonly tag: string;
  readonly tone: 'warning' | 'good' | 'muted' | 'danger';
  /** The sentence behind the label. */
  readonly text: string;
  /** Ages are counted by the session's clock, by that of this desk, or not at all. */
  readonly clock: 'session' | 'wall' | 'none';
  /** Nothing trades there now. */
  readonly isClosed: boolean;
}

/** What {@link priceSourceOf} looks at. */
export interface PriceSourceFacts {
  readonly session: Pick<SessionState, 'symbols' | 'isSimulatedIntraday'> | null;
  readonly subscription: SubscriptionView | undefined;
  readonly sources: ReadonlyMap<string, Pick<StreamSource, 'name'>>;
  readonly instrument: InstrumentView | undefined;
  readonly series: readonly Pick<SeriesView, 'symbol' | 'timeframe' | 'lastTime'>[];
  readonly now: number;
}

/** Venue of instruments whose prices the workstation makes up, stored ones too. */
const SIMULATED_VENUE = 'SIMULATED';

/** Names the one source a symbol has at a time: the session before a stream, a stream before what is stored. */
export function priceSourceOf(symbol: string, facts: PriceSourceFacts): PriceSource {
  const { session, subscription, sources } = facts;
  const base = { isClosed: false, clock: 'wall' } as const;
  if (session?.symbols.includes(symbol))
    return {
      ...base,
      kind: 'replay',
      label: 'REPLAY',
      tag: 'RPL',
      tone: 'warning',
      clock: 'session',
      text: session.isSimulatedIntraday
        ? 'Replay session: past days from the store; the path within a day is simulated'
        : 'Replay session: recorded prices from the store',
    };
  if (subscription) {
    const { source, state, reason } = subscription;
    const name = (source && sources.get(source)?.name) ?? source ?? subscription.chain[0] ?? 'stream';
    const why = reason ? `. ${reason}` : '';
    if (state === 'waiting' || state === 'failed' || state === 'connecting')
      return {
        ...base,
        kind: 'waiting',
        label: state === 'failed' ? `${name} failed` : `${name} ${state}`,
        tag: state === 'failed' ? 'FAIL' : 'WAIT',
        tone: state === 'failed' ? 'danger' : 'muted',
        text: `${name} does not give prices now${why}`,
      };
    if (source === 'replay')
      return {
        ...base,
        kind: 'replay',
        label: 'REPLAY',
        tag: 'RPL',
        tone: 'warning',
        clock: 'none',
        text: `Played again from the store${why}`,
      };
    if (subscription.isSimulated)
      return {
        ...base,
        kind: 'simulated',
        label: 'SIM',
        tag: 'SIM',
        tone: 'warning',
        text: `${name}: these prices are made up${why}`,
      };
    const isClosed = facts.instrument !== undefined && !isMarketOpen(facts.instrument, facts.now);
    return {
      ...base,
      kind: 'live',
      label: isClosed ? `${name}, closed` : state === 'stale' ? `${name} silent` : `${name} live`,
      tag: isClosed ? 'CLSD' : state === 'stale' ? 'OLD' : 'LIVE',
      tone: isClosed ? 'muted' : state === 'stale' ? 'warning' : 'good',
      isClosed,
      text: isClosed
        ? `${name}: the market is closed, this is its last price`
        : state === 'stale'
          ? `${name} is connected but silent for longer than this market should be${why}`
          : `${name}, as it happens${why}`,
    };
  }
  const times = facts.series.flatMap((one) => (one.symbol === symbol ? [one.lastTime] : []));
  if (times.length === 0)
    return {
      ...base,
      kind: 'none',
      label: 'no data',
      tag: 'NONE',
      tone: 'muted',
      clock: 'none',
      text: `Nothing of ${symbol} is stored or streamed`,
    };
  const last = formatDate(Math.max(...times));
  const isMadeUp = facts.instrument?.venue === SIMULATED_VENUE;
  return {
    ...base,
    kind: 'stored',
    label: `${isMadeUp ? 'SIM, ' : ''}stored, last ${last}`,
    tag: isMadeUp ? 'SIM' : 'EOD',
    tone: isMadeUp ? 'warning' : 'muted',
    text: `${isMadeUp ? 'Made-up prices. ' : ''}The newest stored bar is of ${last}; nothing streams ${symbol} now`,
  };
}

/** Whether an instrument's exchange trades at an instant, by its calendar. */
export function isMarketOpen(instrument: InstrumentView, time: number): boolean {
  return calendarOf(instrument)
    .sessionsBetween(time, time + 1)
    .some(({ segments }) => segments.some(({ open, close }) => open <= time && time < close));
}

const MINUTE_MS = 60_000;

/** {@link priceSourceOf} of what this window knows; redraws the caller only when what is said changes. */
export function usePriceSource(symbol: string): PriceSource {
  const isPlayed = useStore(
    sessionStream.store,
    ({ value }) => value?.symbols.includes(symbol) === true && value.isSimulatedIntraday,
  );
  const isInSession = useStore(sessionStream.store, ({ value }) => value?.symbols.includes(symbol) === true);
  // Counters of a subscription change all the time, what is said of it seldom.
  const said = useStore(subscriptionStream.store, ({ byId }) => wordsOf(byId.get(symbol)));
  const { byId: sources } = useStreamSources();
  const { instruments, series } = useReference();
  const instrument = instruments.get(symbol);
  const minute = Math.floor(Date.now() / MINUTE_MS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is said stands for the subscription
  return useMemo(
    () =>
      priceSourceOf(symbol, {
        session: isInSession ? { symbols: [symbol], isSimulatedIntraday: isPlayed } : null,
        subscription: subscriptionStream.store.getState().byId.get(symbol),
        sources,
        instrument,
        series,
        now: minute * MINUTE_MS,
      }),
    [symbol, isPlayed, isInSession, said, sources, instrument, series, minute],
  );
}

function wordsOf(subscription: SubscriptionView | undefined): string {
  if (subscription === undefined) return '';
  const { chain, source, isSimulated, state, reason } = subscription;
  return JSON.stringify([chain[0], source, isSimulated, state, reason]);
}
