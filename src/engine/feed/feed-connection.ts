import { OctopusError } from '#contract/errors';
import { FEED_CREDIT_MAX, parseFeedRequest } from '#contract/feed/feed-request';
import type { FeedProblem, FeedRequest } from '#contract/feed/frames';
import type { Channel, ChannelMessage } from '#contract/rpc/channel';
import { isTimeframe, TIMEFRAMES } from '#domain/market/timeframe';
import type { SeriesSource } from '../cache/live-series.ts';
import type { QuoteBoard } from '../cache/quote-board.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { createBarSubscription } from './bar-subscription.ts';
import type { FeedSubscription } from './feed-subscription.ts';
import { createQuoteSubscription } from './quote-subscription.ts';

/** About two frames of a 60 Hz screen. */
export const FLUSH_PERIOD_MS = 33;
/** Between two rounds of small frames, when somebody tells that there is news. */
export const QUICK_PERIOD_MS = 8;
/** What a round may weigh to be followed so soon: some two hundred quotes, 2 MB a second at most. */
const SMALL_BYTES_MAX = 16_384;
const FEED_SUBSCRIPTIONS_MAX = 256;
/** A client that sends this many requests nobody can read is cut off. */
const UNREADABLE_REQUESTS_MAX = 20;

export interface FeedParts {
  readonly board: QuoteBoard;
  readonly series: SeriesSource;
  readonly clock: Clock;
  readonly log: Log;
  /** Calls the listener whenever new prices stand on the board, until the answer is called; without it all wait for the clock. */
  readonly onPrices?: (listener: () => void) => () => void;
}

export interface FeedStatistics {
  readonly frames: number;
  /** Updates folded into newer ones in the frames sent. */
  readonly conflated: number;
  /** Frames the client still grants. */
  readonly credit: number;
  readonly subscriptions: number;
}

export interface FeedConnection {
  readonly statistics: FeedStatistics;
  close(): void;
}

/**
 * Serves market data to one client until its channel closes. After a pause news goes at once; then a subscription gets at
 * most one frame in {@link QUICK_PERIOD_MS}, or in {@link FLUSH_PERIOD_MS} while they are large, and only against credit:
 * between frames nothing is queued, the newest state is read when it can go.
 */
export function openFeedConnection(
  channel: Channel,
  { board, series, clock, log, onPrices }: FeedParts,
): FeedConnection {
  const subscriptions = new Map<number, FeedSubscription>();
  /** Which request last used a number: an answer that comes after a newer request is dropped. */
  const latestRequest = new Map<number, FeedRequest>();
  let credit = 0;
  let frames = 0;
  let conflated = 0;
  let unreadable = 0;
  let isClosed = false;
  let turn = 0;
  let roundBytes = 0;
  let nextRoundTime = Number.NEGATIVE_INFINITY;
  let cancelRound: (() => void) | null = null;

  function flushOne(subscription: FeedSubscription): void {
    if (credit === 0) return;
    const taken = subscription.takeFrame(frames);
    if (taken === undefined) return;
    credit--;
    frames++;
    conflated += taken.conflated;
    roundBytes += taken.frame.byteLength;
    channel.post(taken.frame);
  }

  /** A round as soon as one may be, once however often it is asked for. */
  function flushSoon(): void {
    if (cancelRound !== null || credit === 0 || subscriptions.size === 0) return;
    // At the earliest when this turn is over: all that came with it goes together.
    cancelRound = clock.after(Math.max(0, nextRoundTime - clock.monotonic()), flush);
  }

  function flush(): void {
    cancelRound?.();
    cancelRound = null;
    if (credit === 0 || subscriptions.size === 0) return;
    roundBytes = 0;
    // Each flush begins one further, so that scarce credit goes round.
    const all = [...subscriptions];
    turn = (turn + 1) % all.length;
    for (let i = 0; i < all.length; i++) {
      const [number, subscription] = all[(turn + i) % all.length]!;
      try {
        flushOne(subscription);
      } catch (error) {
        refuse(error, latestRequest.get(number));
      }
    }
    if (roundBytes === 0) return;
    nextRoundTime = clock.monotonic() + (roundBytes <= SMALL_BYTES_MAX ? QUICK_PERIOD_MS : FLUSH_PERIOD_MS);
  }

  function add(number: number, subscription: FeedSubscription): void {
    subscriptions.get(number)?.close();
    subscriptions.set(number, subscription);
    flushOne(subscription);
  }

  function remove(number: number): void {
    latestRequest.delete(number);
    subscriptions.get(number)?.close();
    subscriptions.delete(number);
  }

  async function serve(request: FeedRequest): Promise<void> {
    if (request.op === 'credit') {
      credit = Math.min(FEED_CREDIT_MAX, credit + request.frames);
      return;
    }
    const { subscription } = request;
    if (request.op === 'off') return remove(subscription);
    if (!latestRequest.has(subscription) && latestRequest.size >= FEED_SUBSCRIPTIONS_MAX) {
      throw new OctopusError(
        'BAD_REQUEST',
        `a feed client may hold ${FEED_SUBSCRIPTIONS_MAX} subscriptions; end one first`,
      );
    }
    remove(subscription);
    latestRequest.set(subscription, request);
    if (request.op === 'quotes')
      return add(subscription, createQuoteSubscription(subscription, board, request.symbols));
    const { symbol, timeframe, limit } = request;
    if (!isTimeframe(timeframe)) {
      throw new OctopusError(
        'BAD_REQUEST',
        `unknown timeframe "${timeframe}"; known: ${TIMEFRAMES.join(', ')}`,
      );
    }
    const opened = await series.open(symbol, timeframe);
    if (!isClosed && latestRequest.get(subscription) === request)
      add(subscription, createBarSubscription(subscription, opened, limit));
  }

  function refuse(error: unknown, request: FeedRequest | undefined): void {
    const reason =
      error instanceof OctopusError
        ? error
        : new OctopusError('INTERNAL_SERVER_ERROR', `the feed failed: ${String(error)}`);
    const named =
      request !== undefined && 'subscription' in request
        ? request.subscription
        : reason.details['subscription'];
    const subscription = typeof named === 'number' ? named : null;
    if (request !== undefined && subscription !== null && latestRequest.get(subscription) === request)
      remove(subscription);
    log.warn('a feed request was refused', { subscription, reason: reason.message });
    const problem: FeedProblem = { op: 'problem', subscription, code: reason.code, message: reason.message };
    channel.post(JSON.stringify(problem));
  }

  function receive(message: ChannelMessage): void {
    let request: FeedRequest | undefined;
    try {
      if (typeof message !== 'string')
        throw new OctopusError('BAD_REQUEST', 'feed requests are text; binary came');
      request = parseFeedRequest(message);
    } catch (error) {
      refuse(error, undefined);
      if (++unreadable >= UNREADABLE_REQUESTS_MAX) channel.close();
      return;
    }
    const served = request;
    serve(served).catch((error: unknown) => refuse(error, served));
  }

  // A round that is due sooner than this is under way already.
  const stopFlushing = clock.every(FLUSH_PERIOD_MS, () => {
    if (cancelRound === null) flush();
  });
  const stopListening = onPrices?.(flushSoon);
  channel.onClose(() => {
    isClosed = true;
    stopFlushing();
    stopListening?.();
    cancelRound?.();
    for (const number of [...latestRequest.keys()]) remove(number);
  });
  channel.onMessage(receive);

  return {
    get statistics() {
      return { frames, conflated, credit, subscriptions: subscriptions.size };
    },
    close: () => channel.close(),
  };
}
