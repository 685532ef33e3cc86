import { OctopusError } from '#contract/errors';
import type { OptionAssumptions } from '#contract/services/options';
import { calendarOf } from '#domain/instruments/calendar/catalog';
import type { Instrument } from '#domain/instruments/instrument';
import { annualizedVolatility } from '#domain/statistics/annualized-volatility';
import type { QuoteBoard } from '#engine/cache/quote-board';
import type { MarketStore } from '#engine/ports/market-store';

export interface UnderlyingPricesPorts {
  readonly board: QuoteBoard;
  readonly market: Pick<MarketStore, 'readBars' | 'corporateActions'>;
  readonly instrumentOf: (symbol: string) => Instrument;
}

/** A price of an underlying, and when it was true (market time, milliseconds). */
export interface SpotPrice {
  readonly spot: number;
  readonly time: number;
}

const YEAR_MS = 365 * 86_400_000;
const TRADING_DAYS = 252;
const VOLATILITY_DAYS = 60;
/** Where no rate of the Treasury is stored. */
const USUAL_RATE_PCT = 4;
/** Three-month Treasury bills at the secondary market, percent a year, as FRED names the series. */
const RATE_SERIES = ['DGS3MO', 'DTB3'] as const;

/** What options are valued with that is not in their chain: price, volatility and dividends of the underlying, and the rate. */
export class UnderlyingPrices {
  readonly #ports: UnderlyingPricesPorts;

  constructor(ports: UnderlyingPricesPorts) {
    this.#ports = ports;
  }

  /** The newest price: as it streams or is played, else the last stored close. Throws NOT_FOUND where there is none. */
  async spot(underlying: string): Promise<SpotPrice> {
    const { board, market, instrumentOf } = this.#ports;
    const slot = board.find(underlying);
    const last = slot === undefined ? Number.NaN : (board.last[slot] ?? Number.NaN);
    const time = slot === undefined ? Number.NaN : (board.eventTime[slot] ?? Number.NaN);
    if (last > 0 && time > 0) return { spot: last, time };
    const { close, time: times, length } = await market.readBars(underlying, '1d', { limit: 1 });
    if (length === 0)
      throw new OctopusError(
        'NOT_FOUND',
        `no price of ${underlying} is known; stream it, download it or import a chain that tells it`,
      );
    const calendar = calendarOf(instrumentOf(underlying));
    const date = times[0]!;
    return { spot: close[0]!, time: (calendar.sessionOf(date) ?? calendar.regularSessionOf(date)).close };
  }

  /** The last stored close at a time; null where there is none. */
  async closeAt(underlying: string, time: number): Promise<number | null> {
    const { close, length } = await this.#ports.market.readBars(underlying, '1d', { to: time + 1, limit: 1 });
    return length === 0 ? null : close[0]!;
  }

  /** Realised volatility of the last 60 daily closes before a time, a fraction a year; null where fewer than 20 are stored. */
  async volatility(underlying: string, time: number): Promise<number | null> {
    const { close, length } = await this.#ports.market.readBars(underlying, '1d', {
      to: time,
      limit: VOLATILITY_DAYS + 1,
    });
    if (length < 20) return null;
    const returns = Array.from({ length: length - 1 }, (_, i) => Math.log(close[i + 1]! / close[i]!));
    return annualizedVolatility(returns, TRADING_DAYS);
  }

  /** Rate and yield at a time; what a person gave goes before what is stored. */
  async assumptions(
    underlying: string,
    { spot, time }: SpotPrice,
    given: { readonly ratePct?: number | undefined; readonly dividendYieldPct?: number | undefined },
  ): Promise<OptionAssumptions> {
    const rate =
      given.ratePct === undefined
        ? await this.#rate(time)
        : { ratePct: given.ratePct, rateSource: 'as entered' };
    const dividends =
      given.dividendYieldPct === undefined
        ? await this.#dividends(underlying, { spot, time })
        : { dividendYieldPct: given.dividendYieldPct, dividendSource: 'as entered' };
    return { ...rate, ...dividends };
  }

  async #rate(time: number): Promise<Pick<OptionAssumptions, 'ratePct' | 'rateSource'>> {
    for (const series of RATE_SERIES) {
      const { close, length } = await this.#ports.market.readBars(series, '1d', { to: time, limit: 1 });
      if (length > 0) return { ratePct: close[0]!, rateSource: `${series}, newest stored` };
    }
    return { ratePct: USUAL_RATE_PCT, rateSource: `assumed: ${RATE_SERIES[0]} is not stored` };
  }

  async #dividends(
    underlying: string,
    { spot, time }: SpotPrice,
  ): Promise<Pick<OptionAssumptions, 'dividendYieldPct' | 'dividendSource'>> {
    const actions = await this.#ports.market.corporateActions(underlying);
    const paid = actions.filter(
      (action) => action.kind === 'dividend' && action.time <= time && action.time > time - YEAR_MS,
    );
    if (paid.length === 0)
      return { dividendYieldPct: 0, dividendSource: 'no dividends of the last year are stored' };
    const sum = paid.reduce((total, { value }) => total + value, 0);
    return {
      dividendYieldPct: (sum / spot) * 100,
      dividendSource: `${paid.length} dividends of the last year, as stored`,
    };
  }
}
