import { useMemo } from 'react';
import { usePortfolio } from '../../stores/engine-streams.ts';
import { useInstrument, usePricePrecision } from '../../stores/reference.ts';
import type { AccountTakes } from '../../trading/account-takes.ts';
import { tickOf } from '../../trading/amount-text.ts';
import type { MarketPrices } from '../../trading/price-order.ts';
import { useMarketPrices } from '../../trading/use-market-prices.ts';
import { type AlgorithmCheck, checkAlgorithm } from './algorithm-draft.ts';
import { checkDraft, type DraftCheck } from './ticket-draft.ts';
import { useTicket } from './ticket-store.ts';

/** Digits of a quantity that is reckoned from money: shares are whole, coins are not. */
const CRYPTO_PRECISION = 6;

/** The draft as it would be sent now, with the prices it is read against. */
export function useTicketCheck(
  symbol: string,
  takes: AccountTakes | null,
): {
  readonly check: DraftCheck;
  readonly worked: AlgorithmCheck;
  readonly prices: MarketPrices;
  readonly precision: number;
} {
  const { draft, algorithm } = useTicket();
  const precision = usePricePrecision(symbol);
  const isCrypto = useInstrument(symbol)?.assetClass === 'crypto';
  const prices = useMarketPrices(symbol);
  const equity = usePortfolio()?.equity ?? null;
  const digits = Math.min(takes?.quantityPrecision ?? 0, isCrypto ? CRYPTO_PRECISION : 0);
  const check = useMemo(
    () =>
      checkDraft(draft, {
        symbol,
        pricePrecision: precision,
        quantityStep: tickOf(digits),
        prices,
        equity,
      }),
    [draft, symbol, precision, digits, prices, equity],
  );
  const worked = useMemo(() => checkAlgorithm(algorithm, check.request), [algorithm, check]);
  return { check, worked, prices, precision };
}
