import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { openSqliteStores, type SqliteStores } from '#adapters/stores/sqlite/open-stores';
import { createTickRecorder, type TickRecorder } from '#agents/data-warehouse/tick-recorder';
import { allocateTicks, QUOTE_TICK, type TickBatch, TRADE_TICK } from '#domain/market/tick-batch';
import { allocateTrades, type QuoteColumns, type TradeColumns } from '#domain/market/tick-columns';
import { createLiveClock } from '#runtime/processes/live-clock';
import { type BenchRow, median, percentile } from './bench-row.ts';
import { MessageSource } from './support/message-source.ts';
import { composeProductTicks } from './support/product-ticks.ts';

const SYMBOLS = 500;
const RATE = 1_000_000;
const BATCH_ROWS = 1_024;
const MEBIBYTE = 1_048_576;
const NO_LIMIT = Number.POSITIVE_INFINITY;

/**
 * Fills batches with trades and quotes of prices that walk in cents, no two batches alike: an entropy coder must not
 * find what a bench repeats. Made while it runs, in about 20 ns a tick.
 */
class TickSource {
  readonly #cents = new Int32Array(SYMBOLS).fill(20_000);
  readonly #batch = allocateTicks(BATCH_ROWS);
  #state = 3;
  #sequence = 0;

  next(time: number): TickBatch {
    const batch = this.#batch;
    batch.length = BATCH_ROWS;
    for (let row = 0; row < BATCH_ROWS; row++) {
      const slot = this.#random() % SYMBOLS;
      const chance = this.#random();
      const cents = Math.max(100, this.#cents[slot]! + (chance % 5) - 2);
      const isTrade = ((chance >>> 8) & 1) === 0;
      this.#cents[slot] = cents;
      batch.slot[row] = slot;
      batch.kind[row] = isTrade ? TRADE_TICK : QUOTE_TICK;
      batch.eventTime[row] = time;
      batch.sequence[row] = this.#sequence++;
      if (isTrade) {
        batch.price[row] = cents / 100;
        batch.size[row] = 1 + ((chance >>> 9) % 400);
        continue;
      }
      const sizes = this.#random();
      batch.bid[row] = cents / 100;
      batch.ask[row] = (cents + 1 + ((chance >>> 9) % 3)) / 100;
      batch.bidSize[row] = 1 + (sizes % 90);
      batch.askSize[row] = 1 + ((sizes >>> 10) % 90);
    }
    return batch;
  }

  /** 24 bits of xorshift32 (Marsaglia 2003). */
  #random(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return this.#state >>> 8;
  }
}

interface Run {
  readonly seconds: number;
  readonly ticks: number;
  /** Ticks that were due and not handed over yet, at worst. */
  readonly behindMax: number;
  readonly backlogMax: number;
  /** Share of one core. */
  readonly busy: number;
  /** Mebibytes of resident memory a minute, by least squares over the last two fifths. */
  readonly slope: number;
  readonly residentMax: number;
  readonly stallMaxMs: number;
}

/** Sends a batch of ticks of a moment on its way to the recorder. */
type Feed = (recorder: TickRecorder) => (time: number) => void;

/** Ticks that were judged already. */
const judgedTicks: Feed = (recorder) => {
  const source = new TickSource();
  return (time) => recorder.take(source.next(time));
};

/** Messages as they come from a socket: read, judged, put on the board, made into bars of five lengths, recorded. */
const rawMessages: Feed = (recorder) => {
  const source = new MessageSource(SYMBOLS);
  const { take } = composeProductTicks(source.symbols, [recorder]);
  return (time) => {
    for (let row = 0; row < BATCH_ROWS; row++) take(source.next(time), time + 1);
  };
};

/** Sends ticks for so many seconds, at `rate` a second or as fast as they are taken; `prefix` begins the symbols' names. */
async function run(
  stores: SqliteStores,
  feed: Feed,
  { seconds, rate, prefix }: { seconds: number; rate: number; prefix: string },
): Promise<Run> {
  const recorder = createTickRecorder({
    log: stores.market,
    clock: createLiveClock(),
    symbolOf: (slot) => `${prefix}${slot}`,
    tell: (_, text) => process.stderr.write(`${text}\n`),
  });
  const send = feed(recorder);
  const dayStart = Date.UTC(2024, 0, 2);
  const samples: [number, number][] = [];
  const cpuStart = process.cpuUsage();
  const start = performance.now();
  let [ticks, behindMax, stallMaxMs, turnBefore, sampleTime] = [0, 0, 0, start, 0];
  for (;;) {
    const now = performance.now();
    stallMaxMs = Math.max(stallMaxMs, now - turnBefore);
    turnBefore = now;
    const elapsed = now - start;
    if (elapsed >= seconds * 1_000) break;
    const due = rate === NO_LIMIT ? ticks + 8 * BATCH_ROWS : (elapsed / 1_000) * rate;
    behindMax = rate === NO_LIMIT ? 0 : Math.max(behindMax, due - ticks);
    // At most a few batches between two turns of the loop, so that timers come when they are due.
    for (let sent = 0; sent < 16 && ticks + BATCH_ROWS <= due; sent++, ticks += BATCH_ROWS) {
      send(dayStart + Math.floor(elapsed));
    }
    if (elapsed > sampleTime) {
      sampleTime += 250;
      samples.push([elapsed, process.memoryUsage.rss() / MEBIBYTE]);
    }
    if (rate === NO_LIMIT || ticks + BATCH_ROWS <= due) await turn();
    else await sleep(1);
  }
  const wall = (performance.now() - start) / 1_000;
  const cpu = process.cpuUsage(cpuStart);
  recorder.close();
  const counts = recorder.counts();
  // What a source still holds of its last batch was not handed over.
  if (
    counts.stored !== counts.received ||
    ticks - counts.received >= BATCH_ROWS ||
    counts.shed > 0 ||
    counts.duplicate > 0
  )
    throw new Error(`${ticks} ticks were sent, ${JSON.stringify(counts)}`);
  return {
    seconds: wall,
    ticks,
    behindMax,
    backlogMax: counts.backlogMax,
    busy: (cpu.user + cpu.system) / 1e6 / wall,
    slope: slopeOf(samples.slice(Math.floor(samples.length * 0.6))) * 60_000,
    residentMax: Math.max(...samples.map(([, resident]) => resident)),
    stallMaxMs,
  };
}

function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (index: 0 | 1): number => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return covariance / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

/** Bytes a tick that coding each column's steps by themselves could come to. */
function entropyOf(columns: TradeColumns | QuoteColumns): number {
  const cents = (value: number): number => Math.round(value * 100);
  const step = (column: Float64Array, unit: (value: number) => number) => (i: number) =>
    i === 0 ? 0 : unit(column[i]!) - unit(column[i - 1]!);
  const plain = (value: number): number => value;
  const parts =
    'price' in columns
      ? [step(columns.price, cents), (i: number) => columns.size[i]!]
      : [
          step(columns.bid, cents),
          (i: number) => cents(columns.ask[i]!) - cents(columns.bid[i]!),
          (i: number) => columns.bidSize[i]!,
          (i: number) => columns.askSize[i]!,
        ];
  const all = [step(columns.time, plain), step(columns.sequence, plain), ...parts];
  return all.reduce((sum, part) => sum + entropyBits(part, columns.length), 0) / 8;
}

function entropyBits(valueAt: (i: number) => number, length: number): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < length; i++) counts.set(valueAt(i), (counts.get(valueAt(i)) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / length) * Math.log2(count / length);
  return bits;
}

async function sizes(stores: SqliteStores): Promise<{ bytes: number; entropy: number; readRate: number }> {
  let [bytes, ticks, bits, readMs] = [0, 0, 0, 0];
  for (let slot = 0; slot < 60; slot++) {
    const symbol = `S${slot}`;
    const started = performance.now();
    const trades = await stores.market.readTrades(symbol);
    const quotes = await stores.market.readQuotes(symbol);
    // The first symbols warm the reader up.
    if (slot >= 30) readMs += performance.now() - started;
    bytes += await stores.market.storeBytesOf(symbol, 'trades');
    bytes += await stores.market.storeBytesOf(symbol, 'quotes');
    ticks += trades.length + quotes.length;
    bits += entropyOf(trades) * trades.length + entropyOf(quotes) * quotes.length;
  }
  return { bytes: bytes / ticks, entropy: bits / ticks, readRate: ticks / 2 / readMs / 1_000 };
}

/** Ten thousand trades of one symbol by range, while what is stored of it grows a hundredfold. */
async function growthRows(stores: SqliteStores): Promise<BenchRow[]> {
  const piece = allocateTrades(100_000);
  const rows: BenchRow[] = [];
  let held = 0;
  for (const growth of [1, 10, 100]) {
    for (; held < growth * piece.length; held += piece.length) {
      for (let i = 0; i < piece.length; i++) {
        piece.time[i] = 1_700_000_000_000 + held + i;
        piece.price[i] = 100 + (((held + i) * 7_919) % 1_000) / 100;
        piece.size[i] = 1 + ((i * 104_729) % 400);
        piece.sequence[i] = held + i;
      }
      await stores.market.putTrades('GROWING', piece);
    }
    const times: number[] = [];
    for (let round = 0; round < 200; round++) {
      const from = 1_700_000_000_000 + ((round * 7_919) % 1_000) * ((held - 10_000) / 1_000);
      const started = performance.now();
      const { length } = await stores.market.readTrades('GROWING', { from, to: from + 10_000 });
      times.push(performance.now() - started);
      if (length !== 10_000) throw new Error(`${length} of 10,000 trades were read back`);
    }
    rows.push({
      name: `10,000 trades by range, ${(held / 1e6).toFixed(1)}M of the symbol stored`,
      value: median(times),
      unit: 'ms',
      baseline: percentile(times, 0.99),
      against: 'its p99',
    });
  }
  return rows;
}

/** What making messages takes, in nanoseconds each. */
function messageCost(): number {
  const source = new MessageSource(SYMBOLS);
  const rounds = Array.from({ length: 9 }, (_, round) => {
    const started = performance.now();
    for (let i = 0; i < 500_000; i++) source.next(1_700_000_000_000 + round * 1_000 + (i >> 9));
    return ((performance.now() - started) * 1e6) / 500_000;
  });
  return median(rounds.slice(2));
}

/**
 * Ticks of 500 symbols into the store on one thread, at a million a second and as fast as it goes: from the bytes of a
 * socket on, and judged ones to the recorder alone. Goes on for `seconds`.
 */
export async function benchSustained(seconds = 10): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
  const stores = openSqliteStores(folder, Date.now());
  try {
    const whole = await run(stores, rawMessages, { seconds, rate: RATE, prefix: 'M' });
    const bytesBefore = stores.bytes();
    const judged = await run(stores, judgedTicks, { seconds, rate: RATE, prefix: 'S' });
    const bytesOnDisk = stores.bytes() - bytesBefore;
    const { bytes, entropy, readRate } = await sizes(stores);
    const short = Math.min(10, seconds);
    const wholeMost = await run(stores, rawMessages, { seconds: short, rate: NO_LIMIT, prefix: 'N' });
    const judgedMost = await run(stores, judgedTicks, { seconds: short, rate: NO_LIMIT, prefix: 'T' });
    const during = `${Math.round(whole.seconds)} s, load ${loadavg()[0]!.toFixed(1)}`;
    return [
      ...pacedRows(`bytes to store (${during})`, whole),
      { name: 'making one message, of that', value: messageCost(), unit: 'ns' },
      ...mostRows('bytes to store', wholeMost),
      ...pacedRows('judged ticks to store', judged),
      ...mostRows('judged ticks to store', judgedMost),
      {
        name: 'bytes a tick, compressed',
        value: bytes,
        unit: 'B',
        baseline: entropy,
        ratio: bytes / entropy,
        against: 'order-0 entropy of steps, spreads and sizes',
      },
      { name: 'bytes a tick, file and log', value: bytesOnDisk / judged.ticks, unit: 'B' },
      { name: 'ticks read back into columns', value: readRate, unit: 'M/s' },
      ...(await growthRows(stores)),
    ];
  } finally {
    stores.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function pacedRows(what: string, paced: Run): BenchRow[] {
  const goal = 'bounded';
  return [
    { name: `${what}, paced`, value: paced.ticks / paced.seconds / 1e6, unit: 'M/s', goal: '1.0' },
    { name: '  share of one core', value: paced.busy, unit: 'of 1' },
    { name: '  ticks due and not handed over, at worst', value: paced.behindMax, unit: 'ticks', goal },
    { name: '  backlog of the recorder, at worst', value: paced.backlogMax, unit: 'ticks', goal },
    { name: '  longest turn of the loop', value: paced.stallMaxMs, unit: 'ms' },
    { name: '  memory, resident at most', value: paced.residentMax, unit: 'MiB' },
    { name: '  memory, slope of the last two fifths', value: paced.slope, unit: 'MiB/min', goal: 'flat' },
  ];
}

function mostRows(what: string, most: Run): BenchRow[] {
  const rate = most.ticks / most.seconds / 1e6;
  return [
    { name: `${what}, as fast as one thread goes`, value: rate, unit: 'M/s' },
    // What other programs leave of the processor does not change this one.
    { name: '  for each second of processor time', value: rate / most.busy, unit: 'M' },
  ];
}

if (import.meta.main) console.table(await benchSustained(Number(process.argv[2] ?? 10)));
