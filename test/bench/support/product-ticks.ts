import { readBinanceMessage } from '#adapters/providers/binance/read-binance-message';
import { TickGate } from '#agents/data-collector/tick-gate';
import { BarBuilder } from '#domain/market/bar-builder';
import { createSlotLookup } from '#domain/market/slot-lookup';
import { allocateTicks } from '#domain/market/tick-batch';
import { createQuoteBoard } from '#engine/cache/columnar-quote-board';
import { type TickConsumer, TickFanOut } from '#engine/stream/tick-fan-out';
import { BATCH_ROWS, type PipelineResult, type TickMessages } from './tick-messages.ts';

/**
 * The product's way of a tick, put together: bytes, judged with every rule, published once to the quote board, the
 * builder of bars of five lengths and whoever else is given. `take` is what a socket's handler does with a message.
 */
export function composeProductTicks(
  symbols: readonly string[],
  consumers: readonly TickConsumer[],
  onMinute: (bars: { length: number; close: Float64Array; volume: Float64Array }) => void = () => undefined,
) {
  const lookup = createSlotLookup();
  const board = createQuoteBoard();
  const gate = new TickGate();
  const builder = new BarBuilder({
    onClosed: (timeframe, bars) => {
      if (timeframe === '1m') onMinute(bars);
    },
  });
  const fanOut = new TickFanOut((_, error) => {
    throw error;
  });
  for (const symbol of symbols) {
    const slot = board.slot(symbol);
    lookup.add(symbol, slot);
    gate.expectConsecutive(slot, 0, true);
  }
  fanOut.add({ name: 'board', take: (batch) => board.publishTicks(batch) });
  fanOut.add({ name: 'bars', take: (batch) => builder.take(batch) });
  for (const consumer of consumers) fanOut.add(consumer);
  const batch = allocateTicks(BATCH_ROWS);
  const flush = (): void => {
    gate.judge(batch);
    fanOut.publish(batch);
    batch.length = 0;
  };
  const take = (bytes: Uint8Array, receivedTime: number): void => {
    readBinanceMessage(bytes, receivedTime, lookup, batch);
    if (batch.length === BATCH_ROWS) flush();
  };
  return { take, flush, board, gate, builder, fanOut };
}

export function runProductTicks({ symbols, messages, receivedTime }: TickMessages): PipelineResult {
  let rows = 0;
  let prices = 0;
  let newestTime = 0;
  let bars = 0;
  let barSum = 0;
  const { take, flush, board, gate } = composeProductTicks(
    symbols,
    [
      {
        name: 'counts',
        take: ({ length }) => {
          rows += length;
        },
      },
      {
        name: 'prices',
        take: ({ length, price }) => {
          for (let i = 0; i < length; i++) prices += price[i]!;
        },
      },
      {
        name: 'time',
        take: ({ length, eventTime }) => {
          if (eventTime[length - 1]! > newestTime) newestTime = eventTime[length - 1]!;
        },
      },
    ],
    ({ length, close, volume }) => {
      bars += length;
      for (let i = 0; i < length; i++) barSum += close[i]! + volume[i]!;
    },
  );
  for (let i = 0; i < messages.length; i++) take(messages[i]!, receivedTime[i]!);
  flush();
  const { accepted, duplicates, refused } = gate.counts;
  const last = [...board.last.subarray(0, symbols.length)];
  const volume = [...board.volume.subarray(0, symbols.length)];
  return { last, volume, bars, barSum, accepted, duplicates, refused, seen: [rows, prices, newestTime] };
}
