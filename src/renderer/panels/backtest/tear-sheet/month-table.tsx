import type { CSSProperties, ReactNode } from 'react';
import type { YearRow } from '#domain/performance/monthly-table';
import { formatNumber, formatSignedPercent, NO_VALUE, signOf } from '../../../format/number.ts';
import { HoldHead } from './hold-head.tsx';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
/** Strongest ground a cell gets, percent of the colour: text on it stays readable in both themes. */
const SHADE_MAX = 34;

/** How strongly a cell is shaded, 0 to 34 percent; a move as large as the strongest of all is shaded fully. */
export function monthShade(valuePct: number, strongestPct: number): number {
  if (strongestPct <= 0) return 0;
  return Math.round(Math.min(1, Math.abs(valuePct) / strongestPct) ** 0.7 * SHADE_MAX);
}

/** Months across, years down, newest first; the ground is as strong as the return. */
export function MonthTable({
  years,
  benchmarkName,
}: {
  readonly years: readonly YearRow[];
  readonly benchmarkName: string | null;
}): ReactNode {
  const strongest = years.reduce(
    (most, { monthsPct }) =>
      monthsPct.reduce<number>((so, value) => Math.max(so, Math.abs(value ?? 0)), most),
    0,
  );
  return (
    <table className="month-table">
      <thead>
        <tr>
          <th scope="col">%</th>
          {MONTHS.map((month) => (
            <th scope="col" key={month}>
              {month}
            </th>
          ))}
          <th scope="col">Year</th>
          <HoldHead benchmarkName={benchmarkName} />
        </tr>
      </thead>
      <tbody>
        {[...years].reverse().map(({ year, monthsPct, returnPct, benchmarkPct }) => (
          <tr key={year}>
            <th scope="row">{year}</th>
            {MONTHS.map((month, place) => {
              const value = monthsPct[place] ?? null;
              return value === null ? (
                <td key={month} />
              ) : (
                <td
                  key={month}
                  title={`${month} ${year}: ${formatSignedPercent(value)}`}
                  style={shaded(value, strongest)}
                >
                  {formatNumber(value, 1)}
                </td>
              );
            })}
            <td className={`strong ${signOf(returnPct)}`}>{formatNumber(returnPct, 1)}</td>
            {benchmarkName !== null && (
              <td className="muted">{benchmarkPct === null ? NO_VALUE : formatNumber(benchmarkPct, 1)}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function shaded(value: number, strongest: number): CSSProperties | undefined {
  if (value === 0) return undefined;
  const tone = value < 0 ? 'var(--down)' : 'var(--up)';
  return { background: `color-mix(in srgb, ${tone} ${monthShade(value, strongest)}%, transparent)` };
}
