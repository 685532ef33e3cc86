import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { implement } from '@orpc/server';
import { WebSocket, WebSocketServer } from 'ws';
import { contract } from '#contract/contract';
import { connectEngine, type EngineClient } from '#contract/rpc/connect-channel';
import { createPortChannel } from '#contract/rpc/port-channel';
import { serveChannel } from '#contract/rpc/serve-channel';
import { createSocketChannel } from '#contract/rpc/socket-channel';
import { type BenchRow, percentile } from './bench-row.ts';

const CALLS_PER_ROUND = 300;
const ROUNDS = 7;

/** Round trips of `system.ping` to another thread and over a loopback socket, beside a bare echo on the same line. */
export async function benchRpc(): Promise<BenchRow[]> {
  return [...(await benchPort()), ...(await benchSocket())];
}

async function benchPort(): Promise<BenchRow[]> {
  const rpc = new MessageChannel();
  const echo = new MessageChannel();
  const worker = new Worker(new URL('./rpc-worker.ts', import.meta.url), {
    workerData: { rpcPort: rpc.port2, echoPort: echo.port2 },
    transferList: [rpc.port2, echo.port2],
  });
  const client = connectEngine(createPortChannel(rpc.port1));
  const rows = await compare('message port', ping(client), () => echoPort(echo.port1));
  rpc.port1.close();
  echo.port1.close();
  await worker.terminate();
  return rows;
}

async function benchSocket(): Promise<BenchRow[]> {
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await once(sockets, 'listening');
  const api = implement(contract);
  const router = { system: { ping: api.system.ping.handler(({ input }) => input) } };
  sockets.on('connection', (socket, request) => {
    if (request.url === '/echo') socket.on('message', (data) => socket.send(data.toString()));
    else serveChannel(router, createSocketChannel(socket), {}, { log: console });
  });
  const { port } = sockets.address() as AddressInfo;
  const channel = createSocketChannel(new WebSocket(`ws://127.0.0.1:${port}/rpc`));
  const echo = new WebSocket(`ws://127.0.0.1:${port}/echo`);
  await once(echo, 'open');
  const rows = await compare('websocket', ping(connectEngine(channel)), async () => {
    echo.send('{"value":1}');
    await once(echo, 'message');
  });
  channel.close();
  echo.close();
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  return rows;
}

function ping(client: EngineClient): () => Promise<void> {
  return async () => {
    const { value } = await client.system.ping({ value: 1 });
    if (value !== 1) throw new Error('ping answered something else');
  };
}

async function echoPort(port: MessagePort): Promise<void> {
  port.postMessage({ value: 1 });
  await once(port, 'message');
}

async function compare(
  line: string,
  product: () => Promise<void>,
  bare: () => Promise<void>,
): Promise<BenchRow[]> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const [a, b] = [await timeCalls(product), await timeCalls(bare)];
    // The first round warms both up.
    if (round > 0) {
      ours.push(...a);
      theirs.push(...b);
    }
  }
  return [0.5, 0.99].map((share) => {
    const [value, baseline] = [percentile(ours, share), percentile(theirs, share)];
    return {
      name: `ping over ${line}, p${share * 100}`,
      value,
      unit: 'µs',
      baseline,
      ratio: value / baseline,
      against: 'a bare echo on the same line',
    };
  });
}

async function timeCalls(call: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < CALLS_PER_ROUND; i++) {
    const start = performance.now();
    await call();
    times.push((performance.now() - start) * 1_000);
  }
  return times;
}

if (import.meta.main) console.table(await benchRpc());
