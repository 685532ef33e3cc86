import { netPrice } from '#domain/orders/combo';
import type { OrderLeg, Side } from '#domain/orders/order';
import { type SlippageTerms, slippedPrice } from '#domain/orders/trading-costs';
import { type Decimal, decimalFromNumber, decimalToNumber } from '#domain/values/decimal';
import { tradablePrice } from './matching/matching-rules.ts';
import type { VenueMarket } from './venue-market.ts';

/** A combination that has been ordered, and the markets of its legs, in their order. */
export interface VenueCombo {
  readonly legs: readonly OrderLeg[];
  readonly markets: readonly VenueMarket[];
  /** Where its orders rest. */
  readonly market: VenueMarket;
}

/** Combinations at the simulated venue, by what their legs are. */
export class VenueCombos {
  readonly #bySymbol = new Map<string, VenueCombo>();
  readonly #byLeg = new Map<string, VenueCombo[]>();

  of(symbol: string): VenueCombo | undefined {
    return this.#bySymbol.get(symbol);
  }

  /** Those with a leg in the symbol, in the order they came. */
  touching(symbol: string): readonly VenueCombo[] {
    return this.#byLeg.get(symbol) ?? NONE;
  }

  /** Keeps a combination that is ordered for the first time. */
  add(symbol: string, legs: readonly OrderLeg[], marketOf: (symbol: string) => VenueMarket): void {
    if (this.#bySymbol.has(symbol)) return;
    const combo = { legs, market: marketOf(symbol), markets: legs.map((leg) => marketOf(leg.symbol)) };
    this.#bySymbol.set(symbol, combo);
    for (const leg of legs) {
      const touching = this.#byLeg.get(leg.symbol) ?? [];
      touching.push(combo);
      this.#byLeg.set(leg.symbol, touching);
    }
  }
}

const NONE: readonly VenueCombo[] = [];

/** The natural price: every leg at its own market. NaN where one has none. */
export function naturalPrice(combo: VenueCombo): number {
  const prices = legPrices(combo);
  if (!prices.every((price) => price > 0)) return Number.NaN;
  return decimalToNumber(netPrice(combo.legs, prices.map(decimalFromNumber)));
}

/** What so many combinations come to leg by leg, each at its own market, worse by the slippage. */
export function legFills(
  combo: VenueCombo,
  combos: Decimal,
  slippage: SlippageTerms | undefined,
): { symbol: string; side: Side; quantity: Decimal; price: Decimal; leg: number }[] {
  const prices = legPrices(combo);
  return combo.legs.map(({ symbol, side, ratio }, index) => {
    const quantity = combos * BigInt(ratio);
    const matched = prices[index] ?? Number.NaN;
    const price = slippedPrice(slippage, matched, side === 'buy', decimalToNumber(quantity), Number.NaN);
    return { symbol, side, quantity, price: decimalFromNumber(price), leg: index + 1 };
  });
}

function legPrices({ legs, markets }: VenueCombo): number[] {
  return legs.map(({ side }, index) => {
    const market = markets[index];
    return market ? tradablePrice(side === 'buy', market.last, market.bid, market.ask) : Number.NaN;
  });
}
