import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { connectFeed } from '#contract/feed/feed-client';
import { createSocketChannel } from '#contract/rpc/socket-channel';
import { openEngine } from '#runtime/engine/open-engine';
import { createInProcessHost } from '#runtime/processes/in-process-host';
import { runWorker } from '#runtime/processes/run-worker';
import { quietLog } from '#test/support/quiet-log';
import { temporaryFolder } from '#test/support/temporary-folder';

const CLIENTS = 50;
const SYMBOLS = ['SIM:A', 'SIM:B', 'SIM:C'];

it('fifty clients over sockets end with the same last quotes, those of the engine', async () => {
  const { engine, serveFeed } = await openEngine({
    dataFolder: temporaryFolder(),
    host: 'server',
    log: quietLog(),
    processHost: createInProcessHost(runWorker),
    isSessionWanted: false,
  });
  onTestFinished(() => engine.stop());
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  });
  sockets.on('connection', (socket) => serveFeed(createSocketChannel(socket)));
  await once(sockets, 'listening');
  const { port } = sockets.address() as AddressInfo;
  engine.live.configure('simulated', { steps: 50 });
  engine.live.subscribe(SYMBOLS);
  const seen = Array.from({ length: CLIENTS }, () => new Map<string, string>());
  let batches = 0;
  for (const newest of seen) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    await once(socket, 'open');
    const feed = connectFeed(createSocketChannel(socket));
    feed.quotes(SYMBOLS, (batch) => {
      batches++;
      for (let row = 0; row < batch.length; row++) {
        const values = [
          batch.eventTime[row],
          batch.last[row],
          batch.bid[row],
          batch.ask[row],
          batch.volume[row],
        ];
        newest.set(SYMBOLS[batch.symbolIndex[row]!]!, values.join());
      }
    });
  }
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
  while (batches < 20 * CLIENTS) await turn();
  engine.live.unsubscribe(SYMBOLS);
  const { board } = engine;
  const shown = SYMBOLS.map((symbol) => {
    const slot = board.slot(symbol);
    const columns = [board.eventTime, board.last, board.bid, board.ask, board.volume];
    return [symbol, columns.map((column) => column[slot]).join()] as const;
  });
  const isSame = () =>
    seen.every((newest) => shown.every(([symbol, values]) => newest.get(symbol) === values));
  for (let i = 0; i < 2_000 && !isSame(); i++) await turn();
  for (const newest of seen) expect(Object.fromEntries(newest)).toEqual(Object.fromEntries(shown));
});
