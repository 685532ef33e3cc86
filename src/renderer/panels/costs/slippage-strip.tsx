import { type ReactNode, useMemo } from 'react';
import { formatCount, formatSigned } from '../../format/number.ts';
import { slippageBins } from './slippage-bins.ts';

const BINS = 61;

/** How the slippage of single orders is spread around zero: better to the left, worse to the right. */
export function SlippageStrip({ values }: { readonly values: readonly number[] }): ReactNode {
  const bins = useMemo(() => slippageBins(values, BINS), [values]);
  if (bins === null) return null;
  const { reach, counts, median, better, worse } = bins;
  const highest = Math.max(...counts);
  const middle = (BINS - 1) / 2;
  return (
    <figure
      className="slippage-strip"
      aria-label={`Arrival slippage of ${formatCount(values.length)} orders: ${formatCount(better)} better, ${formatCount(worse)} worse, median ${formatSigned(median, 1)} basis points`}
    >
      <span className="slippage-bins" aria-hidden="true">
        {counts.map((count, bin) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
            key={bin}
            className={bin === middle ? 'zero' : bin < middle ? 'better' : 'worse'}
            style={{ height: count === 0 ? 0 : `${Math.max(8, (count / highest) * 100)}%` }}
          />
        ))}
        <i style={{ left: `${((median / reach + 1) / 2) * 100}%` }} />
      </span>
      <figcaption>
        <span>−{formatCount(reach)} bp</span>
        <span>
          <span className="up">◂ {formatCount(better)} better</span> · median {formatSigned(median, 1)} bp ·{' '}
          <span className="down">{formatCount(worse)} worse ▸</span>
        </span>
        <span>+{formatCount(reach)} bp</span>
      </figcaption>
    </figure>
  );
}
