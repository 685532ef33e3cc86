import { type ReactNode, useMemo } from 'react';
import { Sparkline } from '../../charts/sparkline.tsx';
import { NumberCell } from '../../components/number-cell.tsx';
import { formatNumber, formatSigned, NO_VALUE } from '../../format/number.ts';
import { formatAge, formatDateTime } from '../../format/time.ts';
import { useDailyBars } from '../../stores/daily-bars.ts';
import { useSession } from '../../stores/engine-streams.ts';
import { changePct, type Quote, useQuote } from '../../stores/quotes.ts';
import { useInstrument, usePricePrecision } from '../../stores/reference.ts';

const SPARKLINE_DAYS = 40;
/** Market time after which a quote is no longer shown as the present one. */
const STALE_AFTER_MS = 15 * 60_000;

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
  const source = quote
    ? `${formatNumber(quote.last, precision)} at ${formatDateTime(quote.eventTime)} New York${instrument ? `\n${instrument.source}` : ''}`
    : undefined;
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

function useStaleAge(quote: Quote | null): number | null {
  const session = useSession();
  if (!session || quote === null || quote.eventTime === null) return null;
  const age = session.eventTime - quote.eventTime;
  return age > STALE_AFTER_MS ? age : null;
}
