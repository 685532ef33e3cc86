import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Channel } from '#contract/rpc/channel';
import { createSocketChannel } from '#contract/rpc/socket-channel';
import { allocateTicks, type TickBatch } from '#domain/market/tick-batch';
import { createQuoteBoard } from '#engine/cache/columnar-quote-board';
import type { QuoteBoard } from '#engine/cache/quote-board';
import { openFeedConnection } from '#engine/feed/feed-connection';
import { createLiveClock } from '#runtime/processes/live-clock';
import { launchChromium } from '../support/chromium.ts';
import { collectComplaints } from '../support/complaints.ts';
import { quietLog } from '../support/quiet-log.ts';
import { type BenchRow, median, percentile } from './bench-row.ts';

const SYMBOLS = Array.from({ length: 50 }, (_, i) => `S${i}`);
const ROUNDS = 7;
const ROUND_MS = 2_000;
const PING_MS = 10;
const SUPPORT = fileURLToPath(new URL('../web/support/', import.meta.url));
const FOLDER = fileURLToPath(new URL('../../.cache/latency-page/', import.meta.url));

/** Times of one round in milliseconds. */
interface Round {
  /** From each tick's publication to the frame that holds it or a newer one of its symbol. */
  readonly waits: number[];
  /** From sending a frame until word comes that the page's store has it. */
  readonly trips: number[];
  /** The same there and back with nothing but a short text. */
  readonly bare: number[];
  /** From each tick's publication until that word. */
  readonly totals: number[];
}

/**
 * From a price on the engine's board to the screen's own store in a real Chromium page over WebSocket. The way back is
 * in every figure but the wait, and a bare round trip of a short text between the same two is measured beside it.
 */
export async function benchLatency(): Promise<BenchRow[]> {
  await build({
    configFile: false,
    root: SUPPORT,
    base: './',
    logLevel: 'error',
    build: {
      outDir: FOLDER,
      emptyOutDir: true,
      target: 'chrome114',
      rolldownOptions: { input: `${SUPPORT}latency-page.html` },
    },
  });
  const hub = await openHub();
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const problems = collectComplaints(page);
    // From the hub itself: a page from elsewhere may not speak to this machine.
    await page.goto(`${hub.origin}/latency-page.html?symbols=${SYMBOLS.join()}`);
    await hub.ready(problems);
    return [...(await measure(hub, 20_000)), ...(await measure(hub, 1_000))];
  } finally {
    await browser.close();
    hub.close();
  }
}

async function measure(hub: Hub, rate: number): Promise<BenchRow[]> {
  const rounds: Round[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const one = await hub.round(rate);
    if (round > 0) rounds.push(one);
  }
  const of = (name: keyof Round, share: number): number =>
    median(rounds.map((round) => percentile(round[name], share)));
  const load = `${rate.toLocaleString('en-US')} ticks/s, 50 symbols`;
  return [
    { name: `publish → frame sent, ${load}, p95`, value: of('waits', 0.95), unit: 'ms', goal: '< 10 ms' },
    { name: `publish → frame sent, ${load}, p99`, value: of('waits', 0.99), unit: 'ms' },
    {
      name: `frame sent → page's store → back, ${load}, p50`,
      value: of('trips', 0.5),
      unit: 'ms',
      baseline: of('bare', 0.5),
      ratio: median(rounds.map(({ trips, bare }) => percentile(trips, 0.5) / percentile(bare, 0.5))),
      against: 'bare round trip',
    },
    {
      name: `frame sent → page's store → back, ${load}, p99`,
      value: of('trips', 0.99),
      unit: 'ms',
      baseline: of('bare', 0.99),
      ratio: median(rounds.map(({ trips, bare }) => percentile(trips, 0.99) / percentile(bare, 0.99))),
      against: 'bare round trip',
      goal: 'bare + 1 ms',
    },
    { name: `publish → page's store → back, ${load}, p99`, value: of('totals', 0.99), unit: 'ms' },
  ];
}

interface Hub {
  /** Where the page is. */
  readonly origin: string;
  /** Resolves when a page listens; throws what it complained of when none does. */
  ready(problems: readonly string[]): Promise<void>;
  round(rate: number): Promise<Round>;
  close(): void;
}

async function openHub(): Promise<Hub> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    readFile(join(FOLDER, pathname)).then(
      (body) => {
        const type = pathname.endsWith('.js') ? 'text/javascript' : 'text/html';
        response.writeHead(200, { 'content-type': type }).end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const board = createQuoteBoard();
  const slots = SYMBOLS.map((symbol) => board.slot(symbol));
  const listeners = new Set<() => void>();
  let echo: WebSocket | undefined;
  let now: Round = { waits: [], trips: [], bare: [], totals: [] };
  /** Ticks published and in no frame yet, by the time of their publication. */
  let open: number[] = [];
  const frames: { readonly sent: number; readonly published: readonly number[] }[] = [];

  function noteFrame(): void {
    const sent = performance.now();
    for (const published of open) now.waits.push(sent - published);
    frames.push({ sent, published: open });
    open = [];
  }

  function hear(text: string): void {
    const heard = performance.now();
    const [word, value] = text.split(' ');
    if (word === 'ping') now.bare.push(heard - Number(value));
    const frame = word === 'frame' ? frames[Number(value)] : undefined;
    if (frame === undefined) return;
    now.trips.push(heard - frame.sent);
    for (const published of frame.published) now.totals.push(heard - published);
  }

  sockets.on('connection', (socket, { url }) => {
    if (url?.endsWith('/echo')) {
      echo = socket;
      socket.on('message', (data) => hear(String(data)));
    } else serveFeed(counted(createSocketChannel(socket), noteFrame), board, listeners);
  });

  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async ready(problems) {
      for (let turn = 0; echo === undefined || listeners.size === 0; turn++) {
        if (turn > 1_000) throw new Error(`no page listens: ${problems.join('; ')}`);
        await sleep(10);
      }
      await sleep(300);
    },
    async round(rate) {
      now = { waits: [], trips: [], bare: [], totals: [] };
      open = [];
      const batch = allocateTicks(256);
      const start = performance.now();
      let published = 0;
      let pinged = start;
      for (let time = start; time - start < ROUND_MS; time = performance.now()) {
        const due = Math.floor(((time - start) * rate) / 1_000);
        while (published < due) {
          fill(batch, slots, published, Math.min(due - published, batch.capacity));
          published += batch.length;
          board.publishTicks(batch);
          const stamp = performance.now();
          for (let i = 0; i < batch.length; i++) open.push(stamp);
          for (const listener of listeners) listener();
        }
        if (time - pinged >= PING_MS) {
          pinged = time;
          echo!.send(`ping ${performance.now()}`);
        }
        await setImmediate();
      }
      await sleep(200);
      const { waits, totals } = now;
      if (waits.length !== published || totals.length !== published)
        throw new Error(`${published} ticks were published, ${waits.length} sent, ${totals.length} stored`);
      return now;
    },
    close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

function serveFeed(channel: Channel, board: QuoteBoard, listeners: Set<() => void>): void {
  const series = {
    open: async () => {
      throw new Error('this bench has no bars');
    },
  };
  const onPrices = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  openFeedConnection(channel, { board, series, clock: createLiveClock(), log: quietLog(), onPrices });
}

/** The channel, and word of every frame that goes out on it. */
function counted(channel: Channel, onFrame: () => void): Channel {
  return {
    ...channel,
    post(message) {
      onFrame();
      channel.post(message);
    },
  };
}

function fill(batch: TickBatch, slots: readonly number[], first: number, count: number): void {
  batch.length = count;
  for (let row = 0; row < count; row++) {
    batch.slot[row] = slots[(first + row) % slots.length]!;
    batch.eventTime[row] = first + row;
    batch.price[row] = 100 + ((first + row) % 7);
    batch.size[row] = 1;
  }
}

if (import.meta.main) console.table(await benchLatency());
