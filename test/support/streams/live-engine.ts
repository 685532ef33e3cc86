import { onTestFinished, vi } from 'vitest';
import { connectEngine } from '#contract/rpc/connect-channel';
import { createMemoryChannelPair } from '#contract/rpc/memory-channel';
import { serveChannel } from '#contract/rpc/serve-channel';
import { type BarColumns, barAt } from '#domain/market/bar';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { Engine, EngineOptions } from '#runtime/engine/create-engine';
import { createRouter } from '#runtime/services/create-router';
import { quietLog } from '#test/support/quiet-log';
import { openTestEngine } from '#test/support/test-engine';
import { BinanceMarket } from './binance-market.ts';
import { type StreamServer, startStreamServer } from './stream-server.ts';
import { binanceStreamVendor } from './stream-vendors.ts';

export const LIVE_SYMBOL = 'BTCUSDT';
/** Ten seconds before an hour begins. */
export const LIVE_START = Date.parse('2024-01-10T11:59:50Z');

/** A server that speaks for Binance; engines opened from now on in this test talk to it. */
export async function startBinance(everyMs = 5_000) {
  const server = await startStreamServer();
  const market = new BinanceMarket(LIVE_SYMBOL, LIVE_START, everyMs);
  server.answerRequests((text) => binanceStreamVendor.answer(text));
  server.answerHttp((url) => market.answer(url));
  vi.stubEnv('OCTOPUS_BINANCE_STREAM_URL', server.url);
  vi.stubEnv('OCTOPUS_BINANCE_URL', server.httpUrl);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await server.close();
  });
  return { server, market };
}

/** A real engine by a clock that the test moves, and its contract over a channel. */
export async function openLiveEngine(options: Partial<EngineOptions> & { clock?: SimulatedClock } = {}) {
  const clock = options.clock ?? new SimulatedClock(LIVE_START);
  const engine = await openTestEngine({ ...options, clock });
  const [near, far] = createMemoryChannelPair();
  serveChannel(createRouter(engine), far, { client: 'server' }, { log: quietLog() });
  onTestFinished(() => near.close());
  return { engine, clock, api: connectEngine(near) };
}

/** Lets sockets and promises work while the clock stands, until it is so. */
export async function settled(clock: SimulatedClock, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; !(await isSo()); turn++) {
    if (turn > 5_000) throw new Error(`it never came to be: ${isSo.toString()}`);
    clock.advance(0);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Second by second: the market goes on, the stream tells it, and the engine has taken all that it was told. */
export async function livePass(
  {
    engine,
    clock,
    server,
    market,
  }: { engine: Engine; clock: SimulatedClock; server: StreamServer; market: BinanceMarket },
  milliseconds: number,
): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 1_000) {
    clock.advance(1_000);
    const before = heard(engine);
    const told = market.tell(server, market.happen(clock.now()));
    if (told > 0) await settled(clock, () => heard(engine) >= before + told);
    else await turns(2);
  }
}

/** Lets what is under way come to its end. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

function heard({ live }: Engine): number {
  const view = live.feed.view(LIVE_SYMBOL);
  return view ? view.accepted + view.rejected : 0;
}

export function rowsOf(bars: BarColumns) {
  return Array.from({ length: bars.length }, (_, i) => barAt(bars, i));
}
