import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { WebSocket, WebSocketServer } from 'ws';
import { connectFeed } from '#contract/feed/feed-client';
import { createSocketChannel } from '#contract/rpc/socket-channel';
import { createQuoteBoard } from '#engine/cache/columnar-quote-board';
import { openFeedConnection } from '#engine/feed/feed-connection';
import { createLiveClock } from '#runtime/processes/live-clock';
import type { BenchRow } from './bench-row.ts';

const UPDATES_PER_SECOND = 50_000;
const SECONDS = 10;
const BURST_MS = 10;
const SYMBOLS = Array.from({ length: 500 }, (_, i) => `S${i}`);

/** One screen fed 50,000 updates a second for ten seconds over a loopback socket: what arrives, and what memory it costs. */
export async function benchScreen(): Promise<BenchRow[]> {
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await once(sockets, 'listening');
  const accepted = once(sockets, 'connection');
  const client = new WebSocket(`ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`);
  const [server] = (await accepted) as [WebSocket];
  const board = createQuoteBoard();
  const slots = SYMBOLS.map((symbol) => board.slot(symbol));
  const series = {
    open: async () => {
      throw new Error('this bench has no bars');
    },
  };
  const silent = (): void => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  openFeedConnection(createSocketChannel(server), { board, series, clock: createLiveClock(), log });
  const feed = connectFeed(createSocketChannel(client));
  const newest = new Float64Array(SYMBOLS.length);
  let frames = 0;
  let represented = 0;
  feed.quotes(SYMBOLS, (batch, conflated) => {
    frames += 1;
    represented += batch.length + conflated;
    for (let i = 0; i < batch.length; i++) newest[batch.symbolIndex[i]!] = batch.last[i]!;
  });
  await sleep(200);
  represented = 0;
  const heapBefore = heapAfterCollection();
  let published = 0;
  const started = performance.now();
  while (performance.now() - started < SECONDS * 1_000) {
    const due = Math.floor(((performance.now() - started) * UPDATES_PER_SECOND) / 1_000);
    for (; published < due; published++)
      board.publish(slots[published % SYMBOLS.length]!, published, published, Number.NaN, Number.NaN, 1);
    await sleep(BURST_MS);
  }
  const rate = published / ((performance.now() - started) / 1_000);
  await sleep(300);
  const heapGrowth = (heapAfterCollection() - heapBefore) / 2 ** 20;
  for (const [i, slot] of slots.entries())
    if (newest[i] !== board.last[slot])
      throw new Error(`${SYMBOLS[i]} shows ${newest[i]}, not ${board.last[slot]}`);
  if (represented !== published)
    throw new Error(`${published} updates were published, ${represented} arrived or were counted as folded`);
  feed.close();
  client.terminate();
  sockets.close();
  return [
    {
      name: 'updates a second to one screen, none unaccounted for',
      value: rate,
      unit: 'updates/s',
      goal: '50,000',
    },
    { name: 'frames a second they arrive in', value: frames / SECONDS, unit: 'frames/s' },
    { name: 'heap growth over those ten seconds', value: heapGrowth, unit: 'MiB', goal: 'bounded' },
  ];
}

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}

if (import.meta.main) console.table(await benchScreen());
