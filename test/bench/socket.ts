import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { WebSocket } from 'ws';
import { type BenchRow, median } from './bench-row.ts';
import { composeProductTicks } from './support/product-ticks.ts';
import { createTickMessages } from './support/tick-messages.ts';

const MESSAGES = 100_000;
const SYMBOLS = 200;
const ROUNDS = 7;

/** One trade a frame from a publisher on another thread: the product's handler beside one that only counts. */
export async function benchSocket(): Promise<BenchRow[]> {
  const worker = new Worker(new URL('./support/tick-publisher.ts', import.meta.url), {
    workerData: { count: MESSAGES, symbols: SYMBOLS },
  });
  const [{ port }] = (await once(worker, 'message')) as [AddressInfo];
  const { symbols } = createTickMessages(1, SYMBOLS);
  const ratios: number[] = [];
  const rates: number[] = [];
  const bare: number[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      // Which goes first alternates: the second finds the publisher warm.
      let counting = round % 2 === 0 ? await receiveCounting(port) : 0;
      const handling = await receiveHandling(port, symbols);
      if (counting === 0) counting = await receiveCounting(port);
      if (round === 0) continue;
      rates.push(handling);
      bare.push(counting);
      ratios.push(handling / counting);
    }
  } finally {
    await worker.terminate();
  }
  return [
    {
      name: 'live socket, one trade a frame, none lost',
      value: median(rates),
      unit: 'frames/s',
      baseline: median(bare),
      ratio: median(ratios),
      against: 'a handler that counts',
      goal: '≥ 0.9×',
    },
  ];
}

async function receiveCounting(port: number): Promise<number> {
  let counted = 0;
  return receive(port, () => {
    counted += 1;
    return counted === MESSAGES;
  });
}

async function receiveHandling(port: number, symbols: readonly string[]): Promise<number> {
  const { take, flush, gate } = composeProductTicks(symbols, []);
  let frames = 0;
  const rate = await receive(port, (bytes) => {
    // Each trade is judged as if it came 20 ms after it happened, as the seed has it.
    take(bytes, 1_700_000_000_020 + Math.floor(frames / 4));
    frames += 1;
    if (frames % 64 === 0) flush();
    return frames === MESSAGES;
  });
  flush();
  if (gate.counts.rows !== MESSAGES)
    throw new Error(`${gate.counts.rows} of ${MESSAGES} trades came through the product's handler`);
  return rate;
}

/** Frames a second until the handler has enough. */
async function receive(port: number, handle: (bytes: Buffer) => boolean): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  await once(socket, 'open');
  const start = performance.now();
  await new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      if (handle(data as Buffer)) resolve();
    });
    socket.send('start');
  });
  const rate = (MESSAGES * 1_000) / (performance.now() - start);
  socket.terminate();
  return rate;
}

if (import.meta.main) console.table(await benchSocket());
