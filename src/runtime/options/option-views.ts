import type {
  OptionChainRow,
  OptionExpiration,
  OptionQuoteView,
  OptionSource,
} from '#contract/services/options';
import { expirationTime, isMonthlyExpiration } from '#domain/options/expiration';
import { parityText } from '#domain/options/put-call-parity';
import type { ChainRow, ValuedQuote } from '#domain/options/value-chain';
import type { OptionChainProvider } from '#engine/ports/option-chains';

const DAY_MS = 86_400_000;

/** A date on which options expire, seen from `now`. */
export function expirationView(date: string, now: number): OptionExpiration {
  const time = expirationTime(date);
  return {
    date,
    time,
    days: Math.max(0, Math.round((time - now) / DAY_MS)),
    isMonthly: isMonthlyExpiration(date),
  };
}

export function sourceView(
  { id, name, capabilities }: Pick<OptionChainProvider, 'id' | 'name' | 'capabilities'>,
  problem: string | null,
): OptionSource {
  const { isSimulated, note, delayMs } = capabilities;
  return { id, name, isSimulated, isReady: problem === null, problem, note, delayMs };
}

export function rowView({ strike, call, put, parity }: ChainRow): OptionChainRow {
  return {
    strike,
    call: call && quoteView(call),
    put: put && quoteView(put),
    parity: parity && { kind: parity.kind, amount: parity.amount, text: parityText(parity) },
  };
}

function quoteView({ quote, volatility, ...valued }: ValuedQuote): OptionQuoteView {
  const { impliedVolatility, ...told } = quote;
  return {
    ...told,
    ...valued,
    volatilityPct: volatility === null ? null : volatility * 100,
    sourceVolatilityPct: impliedVolatility === null ? null : impliedVolatility * 100,
  };
}
