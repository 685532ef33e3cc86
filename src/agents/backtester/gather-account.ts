import { OctopusError } from '#contract/errors';
import type { BacktestOptions } from '#contract/services/backtests';
import { calendarOf } from '#domain/instruments/calendar/catalog';
import type { Timeframe } from '#domain/market/timeframe';
import { readEnoughBars } from '#engine/market/read-enough-bars';
import { type DataBeside, readInstrumentData } from '#engine/market/read-instrument-data';
import type { BarRange, MarketStore } from '#engine/ports/market-store';
import type { ExchangeRates, InstrumentInput } from '#engine/simulation/backtest/account-request';

const DAY_MS = 86_400_000;

interface Wanted extends DataBeside {
  readonly timeframe: Timeframe;
  readonly range: BarRange;
  readonly minimum: number;
}

/**
 * Instruments of one account with their bars, currencies and calendars, and the rates that turn each currency into the
 * account's: daily closes of a stored pair such as EURUSD or USDEUR, known the day after.
 */
export async function gatherAccount(
  market: MarketStore,
  symbols: readonly string[],
  wanted: Wanted,
  options: BacktestOptions,
): Promise<{ readonly instruments: InstrumentInput[]; readonly rates: ExchangeRates[] }> {
  const twice = symbols.find((symbol, i) => symbols.indexOf(symbol) !== i);
  if (twice !== undefined)
    throw new OctopusError('BAD_REQUEST', `${twice} is named twice in one account; name each symbol once`);
  const known = new Map((await market.instruments()).map((instrument) => [instrument.symbol, instrument]));
  const instruments: InstrumentInput[] = [];
  for (const symbol of symbols) {
    const bars = await readEnoughBars(market, { symbol, ...wanted });
    const instrument = known.get(symbol);
    instruments.push({
      symbol,
      ...(await readInstrumentData(market, { symbol, timeframe: wanted.timeframe, bars }, wanted)),
      ...(instrument ? { currency: instrument.currency, calendar: calendarOf(instrument).id } : {}),
    });
  }
  const own = options.account?.currency ?? 'USD';
  const strange = new Set(instruments.flatMap(({ currency = own }) => (currency === own ? [] : [currency])));
  const rates: ExchangeRates[] = [];
  for (const currency of strange) {
    const found = await readRates(market, currency, own);
    if (found) rates.push(found);
  }
  return { instruments, rates };
}

async function readRates(
  market: MarketStore,
  currency: string,
  own: string,
): Promise<ExchangeRates | undefined> {
  for (const [from, to] of [
    [currency, own],
    [own, currency],
  ] as const) {
    const bars = await market.readBars(`${from}${to}`, '1d', {});
    if (bars.length > 0)
      return {
        from,
        to,
        time: bars.time.map((time) => time + DAY_MS),
        rate: bars.close.slice(0, bars.length),
      };
  }
  return undefined;
}
