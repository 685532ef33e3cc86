import { type ReactNode, useMemo } from 'react';
import { Sparkline } from '../../charts/sparkline.tsx';
import { NumberCell } from '../../components/number-cell.tsx';
import { formatNumber, formatSigned, NO_VALUE } from '../../format/number.ts';
import { formatAge, formatDate, formatDateTime } from '../../format/time.ts';
import { useDailyBars } from '../../stores/daily-bars.ts';
import { useSession } from '../../stores/engine-streams.ts';
import { changePct, type Quote, useQuote } from '../../stores/quotes.ts';
import { useFirstBarTime, useInstrument, usePricePrecision } from '../../stores/reference.ts';

const SPARKLINE_DAYS = 40;
/** Market time after which a quote is no longer shown as the present one. */
const STALE_AFTER_MS = 5 * 60_000;
/** While the replay runs, a second of wall time may be days of market time: a quote this fresh is the present one. */
const FRESH_WALL_MS = 1_000;

/** The newest 40 daily closes. */
export function SparklineCell({ symbol }: { readonly symbol: string }): ReactNode {
  const bars = useDailyBars(symbol);
  const closes = useMemo(
    () => bars.close.subarray(Math.max(0, bars.length - SPARKLINE_DAYS), bars.length),
    [bars],
  );
  return <Sparkline values={closes} />;
}

/** The last price, with its age in amber once it is old by the session's clock. */
export function LastCell({ symbol }: { readonly symbol: string }): ReactNode {
  const quote = useQuote(symbol);
  const precision = usePricePrecision(symbol);
  const instrument = useInstrument(symbol);
  const age = useStaleAge(quote);
  const firstTime = useFirstBarTime(symbol);
  const source =
    quote?.last === null || quote === null
      ? noPriceText(symbol, firstTime)
      : `${formatNumber(quote.last, precision)} at ${formatDateTime(quote.eventTime)} New York${instrument ? `\n${instrument.source}` : ''}`;
  return (
    <span className="stale-pair">
      {age !== null && (
        <span className="stale-age" title={`This price is ${formatAge(age)} older than the session's clock`}>
          {formatAge(age)}
        </span>
      )}
      <NumberCell value={quote?.last ?? null} text={formatNumber(quote?.last, precision)} source={source} />
    </span>
  );
}

/** Change from the previous close in percent. */
export function ChangeCell({ symbol }: { readonly symbol: string }): ReactNode {
  const change = changePct(useQuote(symbol));
  return <NumberCell value={change} text={change === null ? NO_VALUE : formatSigned(change)} isSigned />;
}

function noPriceText(symbol: string, firstTime: number | null): string {
  return firstTime === null
    ? `No price of ${symbol} yet`
    : `No price yet: the first bar of ${symbol} is of ${formatDate(firstTime)}`;
}

function useStaleAge(quote: Quote | null): number | null {
  const session = useSession();
  if (!session || quote === null || quote.eventTime === null) return null;
  return staleAgeMs({
    ageMs: session.eventTime - quote.eventTime,
    isRunning: session.state === 'running',
    sinceReceivedMs: performance.now() - quote.receivedMs,
  });
}

/** The age to show beside a price, in market time; null while the price counts as the present one. */
export function staleAgeMs({
  ageMs,
  isRunning,
  sinceReceivedMs,
}: {
  readonly ageMs: number;
  readonly isRunning: boolean;
  /** Wall time since the quote came. */
  readonly sinceReceivedMs: number;
}): number | null {
  if (ageMs <= STALE_AFTER_MS) return null;
  return isRunning && sinceReceivedMs <= FRESH_WALL_MS ? null : ageMs;
}
