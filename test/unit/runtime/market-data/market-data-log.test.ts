import { expect, it } from 'vitest';
import { openLocalLog } from '#adapters/streams/local-log/local-log';
import { parseMarketDataMessage } from '#contract/stream/market-data-message';
import { topics } from '#contract/topics';
import {
  LIVE_SYMBOL,
  livePass,
  openLiveEngine,
  settled,
  startBinance,
  turns,
} from '#test/support/streams/live-engine';
import { binanceStreamVendor } from '#test/support/streams/stream-vendors';
import { temporaryFolder } from '#test/support/temporary-folder';

it('writes the newest tick of a symbol ten times a second at most, only while it is on, and raises one check an hour', async () => {
  const { server, market } = await startBinance(20);
  const dataFolder = temporaryFolder();
  const one = { ...(await openLiveEngine({ dataFolder })), server, market };
  const { engine, clock } = one;
  const stop = engine.marketDataLog.follow();
  await turns(5);
  expect(engine.marketDataLog.isRunning).toBe(false);
  engine.settings.update({ marketDataLog: { isOn: true } });
  engine.live.subscribe([LIVE_SYMBOL]);
  await settled(clock, () => engine.marketDataLog.isRunning);
  await settled(clock, () => binanceStreamVendor.subscribed(server.said).length > 0);
  // Over the hour, so that there is one before it to be checked.
  await livePass(one, 20_000);
  const told = market.trades.length;
  for (let i = 0; i < 30; i++) {
    clock.advance(20);
    await turns(3);
  }
  await settled(clock, async () => (await engine.marketDataLog.consumption())?.lag === 0);
  const consumption = await engine.marketDataLog.consumption();
  expect(consumption).toMatchObject({ deadLettered: 0, problem: null });
  const checks = engine.orchestrator.tasks.items().filter(({ type }) => type === 'verify_bars');
  expect(checks.length).toBeLessThanOrEqual(1);
  engine.settings.update({ marketDataLog: { isOn: false } });
  await settled(clock, () => !engine.marketDataLog.isRunning);
  await stop();
  expect(engine.marketDataLog.folded).toBeGreaterThan(0);
  const log = openLocalLog(`${dataFolder}/market-data-stream.sqlite`);
  const messages = [];
  for (const { partition, end } of await log.partitions(topics.marketDataStream))
    for (const { value } of await log.read(topics.marketDataStream, partition, { from: 0, limit: end }))
      messages.push(parseMarketDataMessage(value));
  await log.close();
  expect(messages.map(({ sequence }) => sequence)).toEqual(messages.map((_, i) => i));
  expect(messages.length).toBe(consumption!.processed);
  expect(messages.length + engine.marketDataLog.folded).toBe(told);
  // Twenty seconds, and what came in the turn at either end.
  expect(messages.length).toBeLessThanOrEqual(20 * 10 + 2);
  expect(messages.at(-1)).toMatchObject({ symbol: LIVE_SYMBOL, kind: 'trade', source: 'binance' });
  const last = market.trades.at(-1)!;
  expect(messages.at(-1)).toMatchObject({ price: last.price, timestamp: last.time, size: last.size });
});
