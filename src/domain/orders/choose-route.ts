import { toldNumber } from '../values/told-number.ts';

/** In the place of an account's name: wherever the order costs least. No account can be called that. */
export const BEST_ACCOUNT = 'best';

/** What an order would cost at one account, in money; nulls where that cannot be said. */
export interface RouteQuote {
  readonly account: string;
  /** Why the order cannot go there; empty when it can. */
  readonly refusals: readonly string[];
  readonly spreadCost: number | null;
  /** What fills there are worse than half the spread by, below zero when they are better. */
  readonly slippage: number | null;
  readonly fee: number | null;
}

export interface RouteChoice<Quote extends RouteQuote> {
  /** Null when no account can take the order. */
  readonly account: string | null;
  /** A sentence. */
  readonly reason: string;
  /** The chosen one first, then by cost, those of unknown cost behind them, then those that cannot. */
  readonly ranked: readonly (Quote & { readonly cost: number | null })[];
}

/**
 * The account where an order costs least by spread, slippage and fees together. One whose cost is not known is chosen
 * only when no other can take the order: nobody says that it is cheaper. Where no spread is known fees alone decide. Of
 * equals the first given.
 */
export function chooseRoute<Quote extends RouteQuote>(quotes: readonly Quote[]): RouteChoice<Quote> {
  const ranked = quotes
    .map((quote) => ({ ...quote, cost: costOf(quote) }))
    .sort((a, b) => placeOf(a) - placeOf(b) || (a.cost ?? 0) - (b.cost ?? 0));
  const [best, second] = ranked.filter(({ refusals }) => refusals.length === 0);
  if (!best) return { account: null, reason: 'no account that may be routed to can take this order', ranked };
  return { account: best.account, reason: reasonOf(best, second), ranked };
}

type Ranked = RouteQuote & { readonly cost: number | null };

function costOf({ spreadCost, slippage, fee }: RouteQuote): number | null {
  return fee === null ? null : (spreadCost ?? 0) + (slippage ?? 0) + fee;
}

function placeOf({ refusals, cost }: Ranked): number {
  if (refusals.length > 0) return 2;
  return cost === null ? 1 : 0;
}

function reasonOf(best: Ranked, second: Ranked | undefined): string {
  if (!second) return `${best.account} is the only one that can take it`;
  if (best.cost === null)
    return `what it costs is known at none of them; ${best.account} is the first that can take it`;
  if (second.cost === null) return `${best.account} is the only one whose cost is known`;
  const saved = second.cost - best.cost;
  if (saved === 0) return `it costs the same at ${second.account}; ${best.account} comes first`;
  return `${best.account} costs ${toldNumber(best.cost, 2)}, which is ${toldNumber(saved, 2)} less than ${second.account}`;
}
