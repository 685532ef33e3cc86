import type { ReactNode } from 'react';
import type { Histogram } from '#domain/performance/return-distribution';
import { formatCount, formatNumber } from '../../../format/number.ts';

const HEIGHT = 100;

/** Counts of returns in bins, losses and gains in their colours, zero as a line. */
export function HistogramBars({
  histogram,
  label,
  unit,
  suffix = ' %',
}: {
  readonly histogram: Histogram;
  readonly label: string;
  /** What is counted: `days`, `trades`. */
  readonly unit: string;
  /** Stands behind the values of the bins. */
  readonly suffix?: string;
}): ReactNode {
  const { from, width, counts } = histogram;
  const most = Math.max(1, ...counts);
  const to = from + width * counts.length;
  return (
    <figure className="histogram">
      <svg
        viewBox={`0 0 ${counts.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {counts.map((count, bin) => {
          const start = from + bin * width;
          const height = count === 0 ? 0 : Math.max(1, (count / most) * HEIGHT);
          return (
            <rect
              key={start}
              className={start < -width / 2 ? 'loss' : 'gain'}
              x={bin + 0.08}
              y={HEIGHT - height}
              width={0.84}
              height={height}
            >
              <title>
                {`${formatNumber(start)} to ${formatNumber(start + width)}${suffix}: ${formatCount(count)} ${unit}`}
              </title>
            </rect>
          );
        })}
      </svg>
      <figcaption>
        <span>{`${formatNumber(from, 1)}${suffix}`}</span>
        <span>most in a bin: {formatCount(most)}</span>
        <span>{`${formatNumber(to, 1)}${suffix}`}</span>
      </figcaption>
    </figure>
  );
}
