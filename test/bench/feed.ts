import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { connectFeed } from '#contract/feed/feed-client';
import { createSocketChannel } from '#contract/rpc/socket-channel';
import { createQuoteBoard } from '#engine/cache/columnar-quote-board';
import type { QuoteBoard } from '#engine/cache/quote-board';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { FLUSH_PERIOD_MS, openFeedConnection } from '#engine/feed/feed-connection';
import { type BenchRow, median } from './bench-row.ts';

const SYMBOLS = Array.from({ length: 500 }, (_, i) => `S${i}`);
const ROUNDS = 7;
const PUBLISHES = 1_000_000;
const FRAMES = 400;

interface Quote {
  readonly eventTime: number;
  readonly last: number;
  readonly bid: number;
  readonly ask: number;
  readonly volume: number;
}

/** Publishing into the board, and quotes delivered to a client's callback over a loopback socket. */
export async function benchFeed(): Promise<BenchRow[]> {
  return [benchPublish(), await benchDelivery()];
}

/** Against a Map of fresh objects, as quote caches are usually made. */
function benchPublish(): BenchRow {
  const board = createQuoteBoard();
  const slots = SYMBOLS.map((symbol) => board.slot(symbol));
  const readers = [board.reader(), board.reader(), board.reader()];
  const map = new Map<string, Quote>();
  const rates: [number, number][] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    for (let i = 0; i < PUBLISHES; i++) board.publish(slots[i % 500]!, i, i, i - 1, i + 1, 1);
    const middle = performance.now();
    for (let i = 0; i < PUBLISHES; i++) {
      const symbol = SYMBOLS[i % 500]!;
      map.set(symbol, {
        eventTime: i,
        last: i,
        bid: i - 1,
        ask: i + 1,
        volume: (map.get(symbol)?.volume ?? 0) + 1,
      });
    }
    const end = performance.now();
    if (SYMBOLS.some((symbol, i) => map.get(symbol)?.last !== board.last[slots[i]!]))
      throw new Error('board and map disagree');
    if (round > 0) rates.push([PUBLISHES / (middle - start) / 1_000, PUBLISHES / (end - middle) / 1_000]);
  }
  for (const reader of readers) reader.close();
  return row('quotes published, three readers', 'M/s', rates);
}

/** Against one JSON text message a quote. */
async function benchDelivery(): Promise<BenchRow> {
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await once(sockets, 'listening');
  const { port } = sockets.address() as AddressInfo;
  const connect = async (): Promise<[WebSocket, WebSocket]> => {
    const accepted = once(sockets, 'connection');
    const client = new WebSocket(`ws://127.0.0.1:${port}`);
    return [client, ((await accepted) as [WebSocket])[0]];
  };
  const rates: [number, number][] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const binary = await deliverFrames(...(await connect()));
    const text = await deliverTexts(...(await connect()));
    if (round > 0) rates.push([binary / 1e6, text / 1e6]);
  }
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  return row('quotes delivered over a websocket', 'M/s', rates);
}

function publishAll(board: QuoteBoard, time: number): void {
  for (let slot = 0; slot < 500; slot++) board.publish(slot, time, slot, slot, slot, 1);
}

async function deliverFrames(clientSocket: WebSocket, serverSocket: WebSocket): Promise<number> {
  const board = createQuoteBoard();
  for (const symbol of SYMBOLS) board.slot(symbol);
  const clock = new SimulatedClock(0);
  const silent = () => undefined;
  const log = { debug: silent, info: silent, warn: console.warn, error: console.error };
  const series = {
    open: async () => {
      throw new Error('no bars here');
    },
  };
  const connection = openFeedConnection(createSocketChannel(serverSocket), { board, series, clock, log });
  const feed = connectFeed(createSocketChannel(clientSocket));
  let rows = 0;
  const start = performance.now();
  await new Promise<void>((resolve) => {
    feed.quotes(SYMBOLS, (batch) => {
      rows += batch.length;
      if (rows >= FRAMES * SYMBOLS.length) resolve();
    });
    const turn = (): void => {
      if (rows >= FRAMES * SYMBOLS.length) return;
      if (connection.statistics.credit > 0 && connection.statistics.subscriptions > 0) {
        publishAll(board, clock.now());
        clock.advance(FLUSH_PERIOD_MS);
      }
      setImmediate(turn);
    };
    turn();
  });
  const seconds = (performance.now() - start) / 1_000;
  feed.close();
  return rows / seconds;
}

async function deliverTexts(clientSocket: WebSocket, serverSocket: WebSocket): Promise<number> {
  const quotes = 20_000;
  let rows = 0;
  const done = new Promise<void>((resolve) => {
    clientSocket.on('message', (data) => {
      const quote = JSON.parse(String(data)) as { last: number };
      if (quote.last >= 0 && ++rows === quotes) resolve();
    });
  });
  const start = performance.now();
  for (let i = 0; i < quotes; i++) {
    const symbol = SYMBOLS[i % 500];
    serverSocket.send(
      JSON.stringify({
        symbol,
        eventTime: i,
        last: i,
        bid: i,
        ask: i,
        volume: 1,
        previousClose: 1,
        dayOpen: 1,
        dayHigh: 1,
        dayLow: 1,
      }),
    );
  }
  await done;
  const seconds = (performance.now() - start) / 1_000;
  clientSocket.close();
  return rows / seconds;
}

/** Medians of both, and the median of their ratios. */
function row(name: string, unit: string, rates: readonly [number, number][]): BenchRow {
  return {
    name,
    value: median(rates.map(([ours]) => ours)),
    unit,
    baseline: median(rates.map(([, theirs]) => theirs)),
    ratio: median(rates.map(([ours, theirs]) => ours / theirs)),
  };
}

if (import.meta.main) console.table(await benchFeed());
