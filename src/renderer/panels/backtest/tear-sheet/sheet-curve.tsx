import { type ReactNode, useMemo } from 'react';
import type { TearSheet } from '#domain/reports/tear-sheet';
import { EquityChart } from '../../../charts/equity-chart.tsx';
import { formatSignedPercent } from '../../../format/number.ts';
import { Part } from './sheet-part.tsx';

/** The account beside the benchmark, and how far it was below its peak. */
export function SheetCurve({ sheet: { curve, benchmarkName } }: { readonly sheet: TearSheet }): ReactNode {
  const { time, equity, benchmark, drawdownPct } = curve;
  const points = useMemo(
    () =>
      time.map((at, i) => ({
        time: at,
        equity: equity[i] ?? 0,
        drawdownPct: drawdownPct[i] ?? 0,
        ...(benchmark === null ? {} : { benchmark: benchmark[i] ?? 0 }),
      })),
    [time, equity, benchmark, drawdownPct],
  );
  const first = equity[0] ?? 0;
  const last = equity.at(-1) ?? 0;
  return (
    <Part title="Account and drawdown">
      <div className="sheet-curve">
        <EquityChart
          points={points}
          {...(benchmarkName === null ? {} : { benchmarkName })}
          label={`Account over time: ${formatSignedPercent(first === 0 ? null : (last / first - 1) * 100)}`}
        />
      </div>
    </Part>
  );
}
