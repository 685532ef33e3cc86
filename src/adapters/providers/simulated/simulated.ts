import { allocateTicks, TRADE_TICK } from '#domain/market/tick-batch';
import { type Timeframe, timeframeMs } from '#domain/market/timeframe';
import type {
  BarRequest,
  DataProvider,
  DataProviderDefinition,
  ProviderBars,
  ProviderRow,
} from '#engine/ports/data-provider';
import { ProviderError } from '#engine/ports/provider-error';
import { SimulatedInstrument } from './simulated-instrument.ts';

export const SIMULATED_PREFIX = 'SIM:';
export const SIMULATED_NAME = 'Simulated market';
/** The seed unless a person chooses another. */
export const SIMULATED_SEED = 1;
/** Steps of the market: what the stream sends at its ordinary rate and what bars up to five minutes are made of. */
export const STEP_MS = 250;

/** Longer bars look at the market less often, so that ten years of days take a second and not an hour. */
const BAR_STEP_MS: Readonly<Record<Timeframe, number>> = {
  '1s': STEP_MS,
  '1m': STEP_MS,
  '5m': STEP_MS,
  '1h': 5_000,
  '1d': 60_000,
};
const HISTORY_DAYS: Readonly<Record<Timeframe, number>> = {
  '1s': 1,
  '1m': 30,
  '5m': 30,
  '1h': 365,
  '1d': 3_650,
};
/** Steps taken before others get their turn: a few milliseconds of the longest. */
const STEPS_A_TURN = 4_000;

/** A market made up by the workstation, for trying things without a network. Every symbol begins with `SIM:`. */
export const simulated: DataProviderDefinition = {
  id: 'simulated',
  name: SIMULATED_NAME,
  baseUrl: 'http://localhost',
  keyUrl: '',
  capabilities: {
    assetClasses: ['equity'],
    timeframes: ['1s', '1m', '5m', '1h', '1d'],
    historyDepth: HISTORY_DAYS,
    isStreaming: true,
    access: 'free',
    budget: [],
    note: 'Made-up prices, the same for the same seed; needs no network. Symbols begin with SIM:, such as SIM:ACME. Hours and days look at the price every 5 s and every minute.',
  },
  create: () => simulatedProvider,
};

const simulatedProvider: DataProvider = {
  id: simulated.id,
  name: SIMULATED_NAME,
  capabilities: simulated.capabilities,
  bars,
  check: async () => undefined,
};

async function bars(request: BarRequest): Promise<ProviderBars> {
  const { symbol, timeframe, from, to, signal, onProgress } = request;
  if (!symbol.startsWith(SIMULATED_PREFIX))
    throw new ProviderError(
      'not-found',
      SIMULATED_NAME,
      `it makes up prices of its own symbols alone; ask for ${SIMULATED_PREFIX}${symbol}`,
    );
  const instrument = new SimulatedInstrument(SIMULATED_SEED, symbol);
  const stepMs = BAR_STEP_MS[timeframe];
  const barMs = timeframeMs(timeframe);
  const first = Math.ceil(from / barMs) * barMs;
  const batch = allocateTicks(2);
  const rows: ProviderRow[] = [];
  let steps = 0;
  for (let start = first; start < to; start += barMs) {
    let [open, high, low, close, volume] = [Number.NaN, -Infinity, Infinity, Number.NaN, 0];
    for (let step = start / stepMs; step < (start + barMs) / stepMs; step++) {
      if (++steps % STEPS_A_TURN === 0) {
        await new Promise(setImmediate);
        signal?.throwIfAborted();
        onProgress?.(Math.min(1, (start - first) / (to - first)));
      }
      batch.length = 0;
      instrument.appendStep(step, stepMs, 0, 0, batch);
      if (batch.length < 2 || batch.kind[1] !== TRADE_TICK) continue;
      const price = batch.price[1]!;
      if (volume === 0) open = price;
      if (price > high) high = price;
      if (price < low) low = price;
      close = price;
      volume += batch.size[1]!;
    }
    if (volume === 0) continue;
    // Steps that were not looked at traded as much as those that were.
    volume *= stepMs / STEP_MS;
    const raw = `${symbol} ${new Date(start).toISOString()} ${open} ${high} ${low} ${close} ${volume}`;
    rows.push({ time: start, open, high, low, close, volume, raw });
  }
  return {
    rows,
    facts: {
      name: `Simulated ${symbol.slice(SIMULATED_PREFIX.length)}`,
      assetClass: 'equity',
      currency: 'USD',
      timeZone: 'UTC',
      venue: 'SIMULATED',
      adjustment: 'none',
    },
  };
}
