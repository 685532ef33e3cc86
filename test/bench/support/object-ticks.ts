import { EventEmitter } from 'node:events';
import type { PipelineResult, TickMessages } from './tick-messages.ts';

interface Trade {
  readonly symbol: string;
  readonly id: number;
  readonly price: number;
  readonly size: number;
  readonly time: number;
}

interface Known {
  time: number;
  id: number;
  price: number;
  jumps: number;
  jumpPrice: number;
  volume: number;
  bar: { start: number; high: number; low: number; open: number; close: number; volume: number } | undefined;
}

/** The same done as most programs do it: JSON.parse, an object a tick, a Map of symbols, an emitter with listeners. */
export function runObjectTicks({ symbols, messages, receivedTime }: TickMessages): PipelineResult {
  const known = new Map<string, Known>();
  const wanted = new Set(symbols);
  const emitter = new EventEmitter();
  let rows = 0;
  let prices = 0;
  let newestTime = 0;
  emitter.on('tick', () => {
    rows += 1;
  });
  emitter.on('tick', (trade: Trade) => {
    prices += trade.price;
  });
  emitter.on('tick', (trade: Trade) => {
    if (trade.time > newestTime) newestTime = trade.time;
  });
  let bars = 0;
  let barSum = 0;
  let accepted = 0;
  let duplicates = 0;
  let refused = 0;
  for (let i = 0; i < messages.length; i++) {
    const fields = JSON.parse(messages[i]!.toString()) as Record<string, string | number | boolean>;
    if (fields['e'] !== 'trade' || !wanted.has(fields['s'] as string)) continue;
    const trade: Trade = {
      symbol: fields['s'] as string,
      id: fields['t'] as number,
      price: Number(fields['p']),
      size: Number(fields['q']),
      time: fields['T'] as number,
    };
    const age = receivedTime[i]! - trade.time;
    let one = known.get(trade.symbol);
    if (
      !(trade.price > 0 && trade.price < Infinity) ||
      !(trade.size >= 0 && trade.size < Infinity) ||
      !(age >= -5_000 && age <= 86_400_000)
    ) {
      refused += 1;
      continue;
    }
    if (one === undefined) {
      one = { time: 0, id: -1, price: Number.NaN, jumps: 0, jumpPrice: 0, volume: 0, bar: undefined };
      known.set(trade.symbol, one);
    }
    if (trade.id <= one.id) {
      duplicates += 1;
      continue;
    }
    one.id = trade.id;
    if (trade.time < one.time || isUnbelieved(one, trade.price)) {
      refused += 1;
      continue;
    }
    one.jumps = 0;
    one.time = trade.time;
    one.price = trade.price;
    one.volume += trade.size;
    accepted += 1;
    const start = Math.floor(trade.time / 60_000) * 60_000;
    if (one.bar !== undefined && one.bar.start === start) {
      one.bar.high = Math.max(one.bar.high, trade.price);
      one.bar.low = Math.min(one.bar.low, trade.price);
      one.bar.close = trade.price;
      one.bar.volume += trade.size;
    } else {
      if (one.bar !== undefined) {
        bars += 1;
        barSum += one.bar.close + one.bar.volume;
      }
      const { price } = trade;
      one.bar = { start, open: price, high: price, low: price, close: price, volume: trade.size };
    }
    emitter.emit('tick', trade);
  }
  const last = symbols.map((symbol) => known.get(symbol)!.price);
  const volume = symbols.map((symbol) => known.get(symbol)!.volume);
  return { last, volume, bars, barSum, accepted, duplicates, refused, seen: [rows, prices, newestTime] };
}

function isUnbelieved(one: Known, price: number): boolean {
  if (!(Math.abs(price / one.price - 1) > 0.5)) return false;
  const isNear = one.jumps > 0 && Math.abs(price / one.jumpPrice - 1) <= 0.5;
  one.jumps = isNear ? one.jumps + 1 : 1;
  one.jumpPrice = price;
  return one.jumps <= 3;
}
