import { createStore, useStore } from 'zustand';
import { OctopusError } from '#contract/errors';
import { connectFeed, type FeedClient } from '#contract/feed/feed-client';
import { connectEngine, type EngineClient } from '#contract/rpc/connect-channel';
import type { EngineChannels } from './open-channels.ts';
import { refusalText } from './refusal.ts';

/** One connection to one life of the engine. A new one has a new `epoch`. */
export interface EngineLink {
  readonly epoch: number;
  readonly client: EngineClient;
  readonly feed: FeedClient;
}

export interface ConnectionState {
  /** `connecting` before the first success, `disconnected` while trying to come back. */
  readonly phase: 'connecting' | 'connected' | 'disconnected';
  readonly link: EngineLink | null;
  /** Wall time at which the line broke. */
  readonly lostTime: number | null;
  readonly attempts: number;
  readonly problem: string | null;
  /** Median round trip of the last pings, milliseconds. */
  readonly roundTripMs: number | null;
}

export const connectionStore = createStore<ConnectionState>()(() => ({
  phase: 'connecting',
  link: null,
  lostTime: null,
  attempts: 0,
  problem: null,
  roundTripMs: null,
}));

const RETRY_MS_FIRST = 250;
const RETRY_MS_MAX = 5_000;
/** The first screenful of data is no fair time to measure in. */
const FIRST_PING_MS = 1_000;
const PING_EVERY_MS = 2_000;
const PINGS_KEPT = 7;

/** Keeps a connection up until the returned function is called. Back-off doubles from 0.25 s to 5 s. */
export function keepConnected(open: () => Promise<EngineChannels>): () => void {
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closeCurrent: (() => void) | undefined;
  let epoch = 0;

  async function attempt(): Promise<void> {
    let channels: EngineChannels | undefined;
    let isLost = false;
    const lose = (problem: string): void => {
      if (isLost || isStopped) return;
      isLost = true;
      if (channels) closeBoth(channels);
      retry(problem);
    };
    try {
      channels = await open();
      const { rpc, feed: feedChannel } = channels;
      closeCurrent = () => closeBoth({ rpc, feed: feedChannel });
      if (isStopped) return closeCurrent();
      const client = connectEngine(rpc);
      const feed = connectFeed(feedChannel, { onProblem: reportFeedProblem });
      rpc.onClose(() => lose('The line to the engine broke'));
      feed.onClose(() => lose('The market-data line to the engine broke'));
      await client.system.info(undefined, { context: { timeoutMs: 5_000 } });
      if (isLost || isStopped) return;
      const link: EngineLink = { epoch: ++epoch, client, feed };
      connectionStore.setState({ phase: 'connected', link, attempts: 0, problem: null, lostTime: null });
      timer = setTimeout(() => void measure(link), FIRST_PING_MS);
    } catch (error) {
      lose(refusalText(error));
    }
  }

  const pings: number[] = [];
  async function measure(link: EngineLink): Promise<void> {
    const started = performance.now();
    try {
      await link.client.system.ping({ value: epoch }, { context: { timeoutMs: 5_000 } });
      pings.push(performance.now() - started);
      if (pings.length > PINGS_KEPT) pings.shift();
      connectionStore.setState({ roundTripMs: median(pings), problem: null });
    } catch (error) {
      if (connectionStore.getState().link !== link) return;
      connectionStore.setState({ problem: refusalText(error), roundTripMs: null });
    }
    if (!isStopped && connectionStore.getState().link === link)
      timer = setTimeout(() => void measure(link), PING_EVERY_MS);
  }

  function retry(problem: string): void {
    clearTimeout(timer);
    const { lostTime, attempts, phase } = connectionStore.getState();
    connectionStore.setState({
      phase: phase === 'connecting' && attempts < 2 ? 'connecting' : 'disconnected',
      link: null,
      roundTripMs: null,
      lostTime: lostTime ?? Date.now(),
      attempts: attempts + 1,
      problem,
    });
    timer = setTimeout(
      () => void attempt(),
      Math.min(RETRY_MS_MAX, RETRY_MS_FIRST * 2 ** Math.min(attempts, 6)),
    );
  }

  void attempt();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    closeCurrent?.();
  };
}

function closeBoth({ rpc, feed }: EngineChannels): void {
  rpc.close();
  feed.close();
}

function reportFeedProblem(problem: OctopusError): void {
  connectionStore.setState({ problem: refusalText(problem) });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The engine to call now. Throws CHANNEL_CLOSED while there is none. */
export function requireEngine(): EngineClient {
  const { link } = connectionStore.getState();
  if (link) return link.client;
  throw new OctopusError('CHANNEL_CLOSED', 'the engine is not connected; nothing was sent');
}

/** The live link, or null while there is none; another object after each reconnection. */
export function useLink(): EngineLink | null {
  return useStore(connectionStore, (state) => state.link);
}

/** Market data of the live link, or null. */
export function useFeed(): FeedClient | null {
  return useLink()?.feed ?? null;
}

export function useConnection(): ConnectionState {
  return useStore(connectionStore);
}

/** Whether what is on the screen is being kept up to date. */
export function useIsConnected(): boolean {
  return useStore(connectionStore, (state) => state.phase === 'connected');
}
