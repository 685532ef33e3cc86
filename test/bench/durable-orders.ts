import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journalDatabase } from '#adapters/stores/sqlite/journal-database';
import { createJournalStore } from '#adapters/stores/sqlite/journal-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { createComplianceEngine } from '#agents/compliance-engine/agent';
import { AccountDesk } from '#agents/execution-manager/account-desk';
import { createRiskManager } from '#agents/risk-manager/agent';
import { settings as settingsSchema } from '#contract/services/settings';
import type { OrderRequest } from '#contract/services/trading';
import type { Instrument } from '#domain/instruments/instrument';
import { createQuoteBoard } from '#engine/cache/columnar-quote-board';
import { Journal } from '#engine/journal/journal';
import type { MarketStore } from '#engine/ports/market-store';
import { CommitGroup } from '#engine/trading/commit-group';
import { LiveAccount } from '#engine/trading/live-account';
import { createLiveClock } from '#runtime/processes/live-clock';
import { type BenchRow, median, percentile } from './bench-row.ts';

const ROUNDS = 7;
const SINGLE_ORDERS = 300;
const GROUP_ORDERS = 2_000;
const SYMBOLS = 50;
const PRICE = 100;

const SETTINGS = settingsSchema.parse({
  riskLimits: {
    positionPctMax: 100,
    grossExposurePctMax: 400,
    orderPctMax: 100,
    priceCollarPct: 50,
    dailyLossPctMax: 100,
    riskPerTradePct: 1,
  },
});

/** One account on a journal of its own, whose orders leave to nowhere. */
function openAccount(folder: string, synchronous: 'FULL' | 'OFF') {
  const opened = openDatabase(journalDatabase, folder, 0);
  opened.database.pragma(`synchronous = ${synchronous}`);
  const clock = createLiveClock();
  const journal = new Journal(createJournalStore(opened), clock, (error) => {
    throw error;
  });
  const payload = { account: 'bench', broker: 'none', environment: 'paper', currency: 'USD' } as const;
  journal.record({
    kind: 'AccountOpened',
    payload: { ...payload, startingCash: '1000000000000' },
    eventTime: clock.now(),
    source: 'bench',
  });
  const board = createQuoteBoard();
  const instruments = new Map<string, Instrument>();
  for (let i = 0; i < SYMBOLS; i++) {
    const symbol = `SYM${i}`;
    instruments.set(symbol, instrumentOf(symbol));
    board.publish(board.slot(symbol), clock.now(), PRICE, Number.NaN, Number.NaN, 1);
  }
  let handedOver = 0;
  let lastHandover = 0;
  const desk = new AccountDesk({
    journal,
    place: { account: 'bench' },
    venue: 'none',
    line: {
      submit: () => {
        handedOver += 1;
        lastHandover = performance.now();
      },
      cancel: () => undefined,
      replace: () => undefined,
    },
    isImmediate: false,
    instrumentOf,
  });
  const market = { readBars: () => Promise.reject(new Error('no bars here')) } as Partial<MarketStore>;
  const { role: risk } = createRiskManager({ market: market as MarketStore, clock });
  let riskMs = 0;
  const account = new LiveAccount({
    account: 'bench',
    journal,
    roles: {
      risk: {
        ...risk,
        check: (input) => {
          const started = performance.now();
          const answer = risk.check(input);
          riskMs += performance.now() - started;
          return answer;
        },
      },
      compliance: createComplianceEngine({ dataFolder: folder }).role,
      execution: { fee: () => 0n },
    },
    desk,
    board,
    instruments,
    settings: () => SETTINGS,
    clock,
    quantityPrecision: 8,
    whyClosed: () => undefined,
    onChange: () => undefined,
  });
  return {
    database: opened.database,
    account,
    commits: new CommitGroup(journal, clock),
    handedOver: () => handedOver,
    lastHandover: () => lastHandover,
    riskMs: () => riskMs,
    close: () => opened.close(),
  };
}

function instrumentOf(symbol: string): Instrument {
  return {
    symbol,
    name: symbol,
    assetClass: 'equity',
    currency: 'USD',
    pricePrecision: 2,
    venue: 'XNYS',
    timeZone: 'America/New_York',
    source: 'bench',
    isTradable: true,
  };
}

let nonce = 0;

function request(): OrderRequest {
  nonce += 1;
  return {
    symbol: `SYM${nonce % SYMBOLS}`,
    side: 'buy',
    type: 'limit',
    quantity: '1',
    limitPrice: '99.5',
    timeInForce: 'gtc',
    nonce: String(nonce),
  };
}

/** From the request until the durable order was handed to the broker's connection, ms. */
function timeSingles({ account, lastHandover }: ReturnType<typeof openAccount>): number[] {
  return Array.from({ length: SINGLE_ORDERS }, () => {
    const wanted = request();
    const started = performance.now();
    account.transact(() => account.orders.submit(wanted));
    return lastHandover() - started;
  });
}

/** What the machine makes of commits of one small row each, in the same database file, a second. */
function commitsPerSecond({ database }: ReturnType<typeof openAccount>): number {
  database.exec('CREATE TABLE IF NOT EXISTS single (place INTEGER PRIMARY KEY, text TEXT) STRICT');
  const insert = database.prepare('INSERT INTO single (text) VALUES (?)');
  const started = performance.now();
  for (let i = 0; i < SINGLE_ORDERS; i++) insert.run('one small row of some forty characters...');
  return SINGLE_ORDERS / ((performance.now() - started) / 1_000);
}

async function groupedPerSecond({ account, commits, handedOver }: ReturnType<typeof openAccount>) {
  const requests = Array.from({ length: GROUP_ORDERS }, request);
  const before = handedOver();
  const processor = process.cpuUsage();
  const started = performance.now();
  await Promise.all(requests.map((wanted) => commits.run(() => account.orders.submit(wanted))));
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(processor);
  if (handedOver() - before !== GROUP_ORDERS) throw new Error('not every order was handed over');
  return { rate: GROUP_ORDERS / seconds, processorMicroseconds: (user + system) / GROUP_ORDERS };
}

/** Orders from request to the broker's connection: judged, journaled and durable on the way. */
export async function benchDurableOrders(): Promise<BenchRow[]> {
  const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'octopus-bench-')));
  const durable = openAccount(folders[0]!, 'FULL');
  const fast = openAccount(folders[1]!, 'OFF');
  const singles: number[] = [];
  const fastSingles: number[] = [];
  const grouped: number[] = [];
  const machine: number[] = [];
  const processor: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const inTurn = [timeSingles(durable), timeSingles(fast)] as const;
    const limit = commitsPerSecond(durable);
    const { rate, processorMicroseconds } = await groupedPerSecond(durable);
    // The first round warms up.
    if (round === 0) continue;
    singles.push(...inTurn[0]);
    fastSingles.push(...inTurn[1]);
    machine.push(limit);
    grouped.push(rate);
    processor.push(processorMicroseconds);
  }
  const riskMicroseconds = ((durable.riskMs() + fast.riskMs()) / nonce) * 1_000;
  durable.close();
  fast.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
  const rows: BenchRow[] = [
    { name: 'order to broker, durable, p50', value: percentile(singles, 0.5), unit: 'ms' },
    { name: 'order to broker, durable, p99', value: percentile(singles, 0.99), unit: 'ms', goal: '10 ms' },
    { name: 'order to broker, no fsync, p50', value: percentile(fastSingles, 0.5), unit: 'ms' },
    {
      name: 'order to broker, no fsync, p99',
      value: percentile(fastSingles, 0.99),
      unit: 'ms',
      goal: '1 ms',
    },
    { name: 'pre-trade risk', value: riskMicroseconds, unit: 'µs', goal: '20 µs' },
    {
      name: 'durable orders, group commit',
      value: median(grouped),
      unit: 'orders/s',
      baseline: median(machine),
      ratio: median(grouped.map((rate, round) => rate / machine[round]!)),
      against: 'commits/s of one row',
      goal: '20,000/s',
    },
    { name: 'processor time of one of them', value: median(processor), unit: 'µs', goal: '50 µs' },
  ];
  return rows;
}
