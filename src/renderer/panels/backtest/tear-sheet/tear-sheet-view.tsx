import './tear-sheet.css';
import { type ReactNode, useMemo } from 'react';
import type { TearSheet } from '#domain/reports/tear-sheet';
import { LinesChart } from '../../../charts/lines-chart.tsx';
import type { LinesPicture } from '../../../charts/lines-option.ts';
import { formatCount, formatNumber, formatPercent } from '../../../format/number.ts';
import { type TrialTally, trialText } from '../lab/trial-note.tsx';
import { Attribution } from './attribution.tsx';
import { FigureTable } from './figure-table.tsx';
import { HistogramBars } from './histogram.tsx';
import { MonthTable } from './month-table.tsx';
import { Drawdowns, Stress, Trailing } from './period-tables.tsx';
import { SheetCurve } from './sheet-curve.tsx';
import { Part } from './sheet-part.tsx';

/** Everything a report says of a run: months, rolling figures, falls, distributions, who earned it. */
export function TearSheetView({
  sheet,
  tally = sheet.trialCount,
}: {
  readonly sheet: TearSheet;
  /** Trials counted on its bars by now; those of the sheet unless told. */
  readonly tally?: TrialTally | null;
}): ReactNode {
  const { benchmarkName } = sheet;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="tear-sheet" aria-label="Tear sheet" tabIndex={0}>
      <Warnings sheet={sheet} />
      <div className="sheet-columns">
        <div className="sheet-wide">
          <SheetCurve sheet={sheet} />
          <Part title="Monthly returns">
            <MonthTable years={sheet.years} benchmarkName={benchmarkName} />
          </Part>
          <Rolling sheet={sheet} tally={tally} />
          <div className="sheet-pair">
            {sheet.returnHistogram && (
              <Part title="Returns of periods">
                <HistogramBars
                  histogram={sheet.returnHistogram}
                  unit="periods"
                  label="How often returns of each size came"
                />
              </Part>
            )}
            {sheet.tradeHistogram && (
              <Part title="Returns of trades">
                <HistogramBars
                  histogram={sheet.tradeHistogram}
                  unit="trades"
                  label="How often trades of each return came"
                />
              </Part>
            )}
          </div>
          <Drawdowns sheet={sheet} />
          <div className="sheet-pair">
            <Trailing sheet={sheet} />
            <Stress sheet={sheet} />
          </div>
          <Attribution sheet={sheet} />
        </div>
        <div className="sheet-side">
          <FigureTable sections={sheet.sections} benchmarkName={benchmarkName} tally={tally} />
          {sheet.capacity && (
            <p className="note">
              {`Capacity counts ${formatCount(sheet.capacity.entries)} entries at most ${formatPercent(sheet.capacity.participation * 100, 0)} of their bar’s volume.`}
            </p>
          )}
        </div>
      </div>
    </section>
  );
}

/** Why the figures may promise too much, before anything else is read. */
export function Warnings({ sheet }: { readonly sheet: TearSheet }): ReactNode {
  if (sheet.warnings.length === 0) return null;
  return (
    <ul className="sheet-warnings" aria-label="What speaks against it">
      {sheet.warnings.map(({ severity, text }) => (
        <li key={text} className={severity}>
          <span aria-hidden="true">{severity === 'warning' ? '▲' : '·'}</span>
          <span className="visually-hidden">{severity}: </span>
          {text}
        </li>
      ))}
    </ul>
  );
}

function Rolling({
  sheet: { rolling, curve },
  tally,
}: {
  readonly sheet: TearSheet;
  readonly tally: TrialTally | null;
}): ReactNode {
  const pictures = useMemo(() => {
    const exposure: LinesPicture = {
      lines: [
        {
          name: 'Exposure',
          time: curve.time,
          values: curve.exposurePct,
          colour: 'model',
          isFilled: true,
        },
      ],
      format: (value) => formatPercent(value, 0),
      isSmall: true,
    };
    if (rolling === null) return { exposure };
    const { time, sharpe, volatilityPct } = rolling;
    const ratio: LinesPicture = {
      lines: [{ name: 'Sharpe', time, values: sharpe, colour: 'accent' }],
      format: (value) => formatNumber(value, 1),
      isSmall: true,
    };
    const volatility: LinesPicture = {
      lines: [{ name: 'Volatility', time, values: volatilityPct, colour: 'warning' }],
      format: (value) => formatPercent(value, 0),
      isSmall: true,
    };
    return { exposure, ratio, volatility };
  }, [rolling, curve]);
  const { ratio, volatility, exposure } = pictures;
  return (
    <div className="sheet-triple">
      {ratio && (
        <Part
          title={`Sharpe ratio of the last ${formatCount(rolling?.window)} periods${tally === null ? '' : ` · ${trialText(tally)}`}`}
        >
          <div className="sheet-chart">
            <LinesChart picture={ratio} label="Rolling Sharpe ratio" />
          </div>
        </Part>
      )}
      {volatility && (
        <Part title={`Volatility of the last ${formatCount(rolling?.window)} periods`}>
          <div className="sheet-chart">
            <LinesChart picture={volatility} label="Rolling volatility, percent a year" />
          </div>
        </Part>
      )}
      <Part title="Exposure">
        <div className="sheet-chart">
          <LinesChart picture={exposure} label="Positions over the account, percent" />
        </div>
      </Part>
    </div>
  );
}
