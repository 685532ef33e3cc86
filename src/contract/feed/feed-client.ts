import type { Timeframe } from '#domain/market/timeframe';
import { OctopusError } from '../errors.ts';
import type { Channel } from '../rpc/channel.ts';
import { decodeFrame, type Frame } from './decode-frame.ts';
import { parseFeedProblem } from './feed-request.ts';
import type { BarBatch, FeedRequest, QuoteBatch } from './frames.ts';

export interface FeedClientOptions {
  /** Frames the engine may send ahead of what was handled; 32 unless told, at most 1,000. */
  readonly creditFrames?: number;
  /** Told of refused requests, unreadable frames and listeners that threw; `subscription` is null when none is concerned. */
  readonly onProblem?: (problem: OctopusError, subscription: number | null) => void;
}

/** Market data for one screen. Batches share memory with their frame: keep what you need, the frame is not reused. */
export interface FeedClient {
  /** Newest quotes of `symbols` as they change, first those known now. The answer ends the subscription. */
  quotes(symbols: readonly string[], onQuotes: (batch: QuoteBatch, conflated: number) => void): () => void;
  /** Newest `limit` bars of a series, then what changes. The answer ends the subscription. */
  bars(series: BarsRequest, onBars: (batch: BarBatch, conflated: number) => void): () => void;
  /** Frames received and updates they folded together, ever. */
  readonly statistics: { readonly frames: number; readonly conflated: number; readonly missing: number };
  /** Called once when the line breaks or is closed. */
  onClose(listener: () => void): void;
  close(): void;
}

export interface BarsRequest {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** 1 to 200,000. */
  readonly limit: number;
}

type Listener =
  | { readonly kind: 'quotes'; readonly receive: (batch: QuoteBatch, conflated: number) => void }
  | { readonly kind: 'bars'; readonly receive: (batch: BarBatch, conflated: number) => void };

/** Speaks the feed protocol over a channel of its own; grants a frame anew once its listener has returned. */
export function connectFeed(
  channel: Channel,
  { creditFrames = 32, onProblem }: FeedClientOptions = {},
): FeedClient {
  const listeners = new Map<number, Listener>();
  const statistics = { frames: 0, conflated: 0, missing: 0 };
  let nextSubscription = 0;
  let nextSequence = 0;
  let owedCredit = 0;

  const send = (request: FeedRequest): void => channel.post(JSON.stringify(request));

  function subscribe(listener: Listener, request: (subscription: number) => FeedRequest): () => void {
    while (listeners.has(nextSubscription)) nextSubscription = (nextSubscription + 1) % 65_536;
    const subscription = nextSubscription;
    nextSubscription = (nextSubscription + 1) % 65_536;
    listeners.set(subscription, listener);
    send(request(subscription));
    return () => {
      if (listeners.get(subscription) !== listener) return;
      listeners.delete(subscription);
      send({ op: 'off', subscription });
    };
  }

  function receive(message: ArrayBuffer): void {
    let frame: Frame | undefined;
    try {
      frame = decodeFrame(message);
      statistics.missing += (frame.header.sequence - nextSequence) >>> 0;
      nextSequence = (frame.header.sequence + 1) >>> 0;
      statistics.frames++;
      statistics.conflated += frame.header.conflated;
      deliver(frame, listeners.get(frame.header.subscription));
    } catch (error) {
      onProblem?.(asProblem(error), frame?.header.subscription ?? null);
    } finally {
      owedCredit++;
      if (owedCredit * 2 >= creditFrames) {
        send({ op: 'credit', frames: owedCredit });
        owedCredit = 0;
      }
    }
  }

  channel.onMessage((message) => {
    if (typeof message !== 'string') return receive(message);
    const problem = parseFeedProblem(message);
    if (problem) onProblem?.(new OctopusError(problem.code, problem.message), problem.subscription);
    else onProblem?.(new OctopusError('BAD_REQUEST', 'the feed sent text that is no problem report'), null);
  });
  send({ op: 'credit', frames: creditFrames });

  return {
    quotes: (symbols, onQuotes) =>
      subscribe({ kind: 'quotes', receive: onQuotes }, (subscription) => ({
        op: 'quotes',
        subscription,
        symbols,
      })),
    bars: (series, onBars) =>
      subscribe({ kind: 'bars', receive: onBars }, (subscription) => ({
        op: 'bars',
        subscription,
        ...series,
      })),
    statistics,
    onClose: (listener) => channel.onClose(listener),
    close: () => channel.close(),
  };
}

/** A frame of a subscription ended meanwhile has no listener any more and is let go. */
function deliver(frame: Frame, listener: Listener | undefined): void {
  const { conflated } = frame.header;
  if (frame.kind === 'quotes' && listener?.kind === 'quotes') listener.receive(frame.batch, conflated);
  else if (frame.kind === 'bars' && listener?.kind === 'bars') listener.receive(frame.batch, conflated);
}

function asProblem(error: unknown): OctopusError {
  if (error instanceof OctopusError) return error;
  return new OctopusError(
    'INTERNAL_SERVER_ERROR',
    `a market-data listener failed: ${error instanceof Error ? error.message : String(error)}`,
  );
}
