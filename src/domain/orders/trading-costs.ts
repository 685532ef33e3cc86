/** Fractions of the traded value by what was traded in the 30 days before. */
export interface FeeTier {
  /** In the account's currency, inclusive; 0 for the first tier. */
  readonly from: number;
  /** Of fills that added to what others could take. */
  readonly maker: number;
  /** Of fills that took what stood there. */
  readonly taker: number;
}

/** What a venue and a broker charge, as data. Every part is optional and nothing unless told. */
export interface CommissionTerms {
  /** Account currency of the instrument, for each fill, whatever its size. */
  readonly perFill?: number;
  /** Account currency of the instrument, for each unit traded. */
  readonly perUnit?: number;
  /** For each contract of an option, in the place of all else. */
  readonly perContract?: number;
  /** Fraction of the traded value: 0.0005 is five basis points. */
  readonly ofValue?: number;
  /** At least so much a fill. */
  readonly minimum?: number;
  /** In the place of `ofValue`: by who took and by how much was traded, lowest first. */
  readonly tiers?: readonly FeeTier[];
}

/** The highest fraction of the traded value that a fill may be charged. */
export function highestRate({ ofValue = 0, tiers }: CommissionTerms): number {
  return tiers ? Math.max(...tiers.flatMap(({ maker, taker }) => [maker, taker])) : ofValue;
}

/**
 * How much worse than the matched price an order fills. Applied to market orders and triggered stops, never to limits.
 * `fixed`: price units. `fraction`: of the price. `spread`: a share of an assumed spread, itself a fraction of the
 * price; data with quotes has its own. `volume-share`: price × impact × (quantity / volume)² (as zipline's model).
 */
export type SlippageTerms =
  | { readonly kind: 'fixed'; readonly amount: number }
  | { readonly kind: 'fraction'; readonly fraction: number }
  | { readonly kind: 'spread'; readonly spread: number; readonly share: number }
  | { readonly kind: 'volume-share'; readonly impact: number };

/** Rates a year as fractions, accrued by calendar day over 365. */
export interface FinancingTerms {
  /** Of the value of short positions. */
  readonly borrow?: number;
  /** Of negative cash. */
  readonly debit?: number;
  /** Of positive cash, paid to the account. */
  readonly credit?: number;
}

export interface TradingCosts {
  readonly commission?: CommissionTerms;
  readonly slippage?: SlippageTerms;
  readonly financing?: FinancingTerms;
  /** Largest share of a bar's (or tick's) volume that one order may take; the rest goes on waiting. No limit unless told. */
  readonly volumeShareMax?: number;
}

/** Price after slippage. `volume` is that of the bar or tick the order fills on; an unknown one (0) slips as if all of it were taken. */
export function slippedPrice(
  terms: SlippageTerms | undefined,
  price: number,
  isBuy: boolean,
  quantity: number,
  volume: number,
): number {
  if (terms === undefined) return price;
  const slip = slipOf(terms, price, quantity, volume);
  return isBuy ? price + slip : Math.max(price - slip, price / 100);
}

function slipOf(terms: SlippageTerms, price: number, quantity: number, volume: number): number {
  switch (terms.kind) {
    case 'fixed':
      return terms.amount;
    case 'fraction':
      return price * terms.fraction;
    case 'spread':
      return (price * terms.spread * terms.share) / 2;
    case 'volume-share': {
      const share = volume > 0 ? Math.min(1, quantity / volume) : 1;
      return price * terms.impact * share * share;
    }
  }
}
