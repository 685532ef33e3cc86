import { OctopusError, unknownName } from '#contract/errors';
import type { RuleContext } from '#domain/alerts/parse-alert-rule';
import { calendarById, calendarOf } from '#domain/instruments/calendar/catalog';
import type { ExchangeCalendar } from '#domain/instruments/calendar/exchange-calendar';
import { guessAssetClass } from '#domain/instruments/guess-asset-class';
import type { Instrument } from '#domain/instruments/instrument';
import { instrumentLabel, parseOptionSymbol } from '#domain/instruments/option-contract';
import type { DataType } from '#domain/market/data-type';
import { legsLabel, legsOfComboSymbol } from '#domain/orders/combo';
import type { MarketStore } from '#engine/ports/market-store';

const REPLAY_PREFIX = 'REPLAY:';
/** The simulated market never closes. */
const SIMULATED_PREFIX = 'SIM:';

/** The store's instruments at hand, for those who cannot wait for it. */
export class KnownInstruments {
  readonly #market: Pick<MarketStore, 'instruments'>;
  #bySymbol = new Map<string, Instrument>();

  constructor(market: Pick<MarketStore, 'instruments'>) {
    this.#market = market;
  }

  async refresh(): Promise<void> {
    this.#bySymbol = new Map((await this.#market.instruments()).map((one) => [one.symbol, one]));
  }

  /** The instrument, or what its symbol tells where the store has none. */
  instrumentOf(symbol: string): Instrument {
    const known = this.#bySymbol.get(symbol) ?? optionInstrument(symbol);
    if (known) return known;
    const type = this.dataTypeOf(symbol);
    const assetClass = type === 'economic' ? 'index' : type;
    return {
      symbol,
      name: symbol,
      assetClass,
      currency: assetClass === 'crypto' ? (symbol.split('-')[1] ?? 'USD') : 'USD',
      pricePrecision: assetClass === 'forex' ? 5 : 2,
      venue: symbol.includes(':') ? (symbol.split(':')[0] ?? '') : '',
      timeZone: this.contextOf(symbol).timeZone,
      source: 'its symbol',
      isTradable: true,
    };
  }

  /** Every instrument of the store, those that the screen has prices of, and options on any of them. */
  lookup(isSeen: (symbol: string) => boolean): {
    get(symbol: string): Instrument | undefined;
    keys(): Iterable<string>;
  } {
    return {
      get: (symbol) => {
        const known = this.#bySymbol.get(symbol);
        if (known) return known;
        const underlying = parseOptionSymbol(symbol)?.underlying ?? symbol;
        const isKnown = isSeen(symbol) || isSeen(underlying) || this.#bySymbol.has(underlying);
        return isKnown ? this.instrumentOf(symbol) : undefined;
      },
      keys: () => this.#bySymbol.keys(),
    };
  }

  /** Looks again where a symbol is unknown; throws UNKNOWN_SYMBOL where it stays so and `isSeen` does not vouch for it. */
  async learn(symbols: readonly string[], isSeen: (symbol: string) => boolean): Promise<void> {
    const isStrange = (symbol: string): boolean => !this.#bySymbol.has(symbol) && !isSeen(symbol);
    if (!symbols.some(isStrange)) return;
    await this.refresh();
    const stranger = symbols.find(isStrange);
    if (stranger !== undefined)
      throw new OctopusError('UNKNOWN_SYMBOL', unknownName('symbol', stranger, [...this.#bySymbol.keys()]));
  }

  /** The calendar a symbol trades by; that of a share where nothing is known of it and its name tells nothing else. */
  calendarOf(played: string): ExchangeCalendar {
    const symbol = withoutPrefix(played);
    const instrument = this.#bySymbol.get(symbol);
    if (instrument) return calendarOf(instrument);
    if (symbol.startsWith(SIMULATED_PREFIX)) return calendarById('CRYPTO');
    const type = guessAssetClass(symbol);
    return calendarById(type === 'crypto' ? 'CRYPTO' : type === 'forex' ? 'FX' : 'XNYS');
  }

  /** When orders in a symbol trade: by its calendar, but for what is played again, whose time is another. */
  hoursOf(symbol: string): ExchangeCalendar | undefined {
    return symbol.startsWith(REPLAY_PREFIX) ? undefined : this.calendarOf(symbol);
  }

  dataTypeOf(played: string): DataType {
    const symbol = withoutPrefix(played);
    const assetClass = this.#bySymbol.get(symbol)?.assetClass;
    if (assetClass === undefined) return guessAssetClass(symbol);
    return assetClass === 'future' || assetClass === 'option' ? 'equity' : assetClass;
  }

  /** Zone and calendar of a symbol; New York's where nothing is known of it. */
  contextOf(symbol: string): Omit<RuleContext, 'symbol'> {
    const instrument = this.#bySymbol.get(symbol);
    if (!instrument) return { timeZone: 'America/New_York', calendar: 'XNYS' };
    return { timeZone: instrument.timeZone, calendar: calendarOf(instrument).id };
  }
}

/** What the symbol of an option, or of a combination, tells; undefined for any other. */
function optionInstrument(symbol: string): Instrument | undefined {
  const legs = legsOfComboSymbol(symbol);
  if (legs === undefined && parseOptionSymbol(symbol) === undefined) return undefined;
  return {
    symbol,
    name: legs === undefined ? instrumentLabel(symbol) : legsLabel(legs),
    assetClass: 'option',
    currency: 'USD',
    pricePrecision: 2,
    venue: 'OPRA',
    timeZone: 'America/New_York',
    source: 'its symbol',
    isTradable: true,
  };
}

/** The instrument that is played again: `REPLAY:EURUSD` is EURUSD. */
function withoutPrefix(symbol: string): string {
  return symbol.startsWith(REPLAY_PREFIX) ? symbol.slice(REPLAY_PREFIX.length) : symbol;
}
