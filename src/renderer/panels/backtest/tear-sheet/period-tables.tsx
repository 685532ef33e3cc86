import type { ReactNode } from 'react';
import type { TearSheet } from '#domain/reports/tear-sheet';
import { formatPercent, formatSignedPercent, NO_VALUE, signOf } from '../../../format/number.ts';
import { formatDate } from '../../../format/time.ts';
import { stretchText } from './figure-text.ts';
import { HoldHead } from './hold-head.tsx';
import { Part } from './sheet-part.tsx';

interface SheetProps {
  readonly sheet: TearSheet;
}

/** The deepest falls, with how long they lasted. */
export function Drawdowns({ sheet: { drawdowns } }: SheetProps): ReactNode {
  if (drawdowns.length === 0) return null;
  return (
    <Part title="Deepest drawdowns">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Depth</th>
            <th scope="col">Peak</th>
            <th scope="col">Trough</th>
            <th scope="col">Recovered</th>
            <th scope="col">Length</th>
          </tr>
        </thead>
        <tbody>
          {drawdowns.map(({ depthPct, peakTime, troughTime, recoveryTime, lengthMs }) => (
            <tr key={peakTime}>
              <td className="down">{formatPercent(depthPct)}</td>
              <td>{formatDate(peakTime)}</td>
              <td>{formatDate(troughTime)}</td>
              <td>{recoveryTime === null ? 'not yet' : formatDate(recoveryTime)}</td>
              <td>{stretchText(lengthMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

/** Returns to date and of trailing periods. */
export function Trailing({ sheet: { trailing, benchmarkName } }: SheetProps): ReactNode {
  if (trailing.length === 0) return null;
  return (
    <Part title="Returns to the end">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Period</th>
            <th scope="col">Run</th>
            <HoldHead benchmarkName={benchmarkName} />
          </tr>
        </thead>
        <tbody>
          {trailing.map(({ label, returnPct, benchmarkPct, isAnnualized }) => (
            <tr key={label}>
              <th scope="row">
                {label}
                {isAnnualized && <span className="muted"> a year</span>}
              </th>
              <td className={signOf(returnPct)}>{formatSignedPercent(returnPct)}</td>
              {benchmarkName !== null && (
                <td className="muted">
                  {benchmarkPct === null ? NO_VALUE : formatSignedPercent(benchmarkPct)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

/** What became of the run in known crises. */
export function Stress({ sheet: { stress, benchmarkName } }: SheetProps): ReactNode {
  if (stress.length === 0) return null;
  return (
    <Part title="Through crises">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Crisis</th>
            <th scope="col">Run</th>
            <HoldHead benchmarkName={benchmarkName} />
            <th scope="col">Drawdown</th>
          </tr>
        </thead>
        <tbody>
          {stress.map(({ name, from, to, returnPct, benchmarkPct, maxDrawdownPct }) => (
            <tr key={name} title={`${formatDate(from)} to ${formatDate(to)}`}>
              <th scope="row">{name}</th>
              <td className={signOf(returnPct)}>{formatSignedPercent(returnPct, 1)}</td>
              {benchmarkName !== null && (
                <td className="muted">
                  {benchmarkPct === null ? NO_VALUE : formatSignedPercent(benchmarkPct, 1)}
                </td>
              )}
              <td className="down">{formatPercent(maxDrawdownPct, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}
