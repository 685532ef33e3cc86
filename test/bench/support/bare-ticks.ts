import { BATCH_ROWS, type PipelineResult, type TickMessages } from './tick-messages.ts';

const HASH_MASK = 0xffff;

/**
 * The least there is to do, written as one loop over typed arrays for these very messages: bytes are scanned where
 * they are known to be and nothing between the numbers is looked at, bars are of a minute alone, and a symbol's hash is
 * taken for the symbol.
 */
export function runBareTicks({ symbols, messages, receivedTime }: TickMessages): PipelineResult {
  const count = symbols.length;
  const slots = new Int32Array(HASH_MASK + 1).fill(-1);
  symbols.forEach((symbol, slot) => {
    let hash = 0;
    for (const letter of symbol) hash = ((hash << 5) - hash + letter.charCodeAt(0)) | 0;
    if (slots[hash & HASH_MASK] !== -1) throw new Error(`${symbol} has the hash of another symbol`);
    slots[hash & HASH_MASK] = slot;
  });
  const lastTime = new Float64Array(count);
  const lastId = new Float64Array(count).fill(-1);
  const last = new Float64Array(count).fill(Number.NaN);
  const volume = new Float64Array(count);
  const jumps = new Float64Array(count);
  const jumpPrice = new Float64Array(count);
  const barStart = new Float64Array(count).fill(Number.NaN);
  const high = new Float64Array(count);
  const low = new Float64Array(count);
  const open = new Float64Array(count);
  const close = new Float64Array(count);
  const barVolume = new Float64Array(count);
  const batchPrice = new Float64Array(BATCH_ROWS);
  const batchTime = new Float64Array(BATCH_ROWS);
  let rows = 0;
  let prices = 0;
  let newestTime = 0;
  let bars = 0;
  let barSum = 0;
  let accepted = 0;
  let duplicates = 0;
  let refused = 0;
  let filled = 0;
  const subscribers: ((length: number) => void)[] = [
    (length) => {
      rows += length;
    },
    (length) => {
      for (let i = 0; i < length; i++) prices += batchPrice[i]!;
    },
    (length) => {
      if (batchTime[length - 1]! > newestTime) newestTime = batchTime[length - 1]!;
    },
  ];
  for (let i = 0; i < messages.length; i++) {
    const bytes = messages[i]!;
    // {"e":"trade","E":1700000000001,"s":"SYM000USDT","t":…
    let at = 36;
    let hash = 0;
    for (let byte = bytes[at]!; byte !== 34; byte = bytes[++at]!) hash = ((hash << 5) - hash + byte) | 0;
    const slot = slots[hash & HASH_MASK]!;
    at += 6;
    let id = 0;
    for (let byte = bytes[at]!; byte !== 44; byte = bytes[++at]!) id = id * 10 + byte - 48;
    at += 6;
    let mantissa = 0;
    for (let byte = bytes[at]!; byte !== 34; byte = bytes[++at]!)
      if (byte !== 46) mantissa = mantissa * 10 + byte - 48;
    const price = mantissa / 1e8;
    at += 7;
    mantissa = 0;
    for (let byte = bytes[at]!; byte !== 34; byte = bytes[++at]!)
      if (byte !== 46) mantissa = mantissa * 10 + byte - 48;
    const size = mantissa / 1e8;
    at += 6;
    let time = 0;
    for (let byte = bytes[at]!; byte !== 44; byte = bytes[++at]!) time = time * 10 + byte - 48;

    const age = receivedTime[i]! - time;
    if (!(price > 0) || !(age >= -5_000 && age <= 86_400_000)) {
      refused += 1;
      continue;
    }
    if (id <= lastId[slot]!) {
      duplicates += 1;
      continue;
    }
    lastId[slot] = id;
    if (time < lastTime[slot]!) {
      refused += 1;
      continue;
    }
    const change = price / last[slot]! - 1;
    if (change > 0.5 || change < -0.5) {
      const near = price / jumpPrice[slot]! - 1;
      jumps[slot] = jumps[slot]! > 0 && near <= 0.5 && near >= -0.5 ? jumps[slot]! + 1 : 1;
      jumpPrice[slot] = price;
      if (jumps[slot]! <= 3) {
        refused += 1;
        continue;
      }
    }
    jumps[slot] = 0;
    lastTime[slot] = time;
    last[slot] = price;
    volume[slot]! += size;
    accepted += 1;
    if (time - barStart[slot]! < 60_000) {
      if (price > high[slot]!) high[slot] = price;
      if (price < low[slot]!) low[slot] = price;
      close[slot] = price;
      barVolume[slot]! += size;
    } else {
      if (barStart[slot]! > 0) {
        bars += 1;
        barSum += close[slot]! + barVolume[slot]!;
      }
      barStart[slot] = Math.floor(time / 60_000) * 60_000;
      open[slot] = high[slot] = low[slot] = close[slot] = price;
      barVolume[slot] = size;
    }
    batchPrice[filled] = price;
    batchTime[filled] = time;
    if (++filled === BATCH_ROWS) {
      for (const subscriber of subscribers) subscriber(filled);
      filled = 0;
    }
  }
  for (const subscriber of subscribers) subscriber(filled);
  const seen = [rows, prices, newestTime] as const;
  return { last: [...last], volume: [...volume], bars, barSum, accepted, duplicates, refused, seen };
}
