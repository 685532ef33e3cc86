import type { ReactNode } from 'react';
import type { TearSheet } from '#domain/reports/tear-sheet';
import {
  formatCount,
  formatPercent,
  formatSigned,
  formatSignedPercent,
  signOf,
} from '../../../format/number.ts';
import { Part } from './sheet-part.tsx';

const ROWS_MAX = 40;

/** Who earned it: profit by side, symbol, year and what else the trades tell; the smallest beyond forty are left out. */
export function Attribution({ sheet }: { readonly sheet: TearSheet }): ReactNode {
  return (
    <div className="sheet-pair">
      {sheet.attribution.map(({ by, rows }) => {
        const shown =
          rows.length <= ROWS_MAX
            ? rows
            : [...rows].sort((a, b) => Math.abs(b.pnl) - Math.abs(a.pnl)).slice(0, ROWS_MAX);
        return (
          <Part key={by} title={`Profit by ${by}`}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{by}</th>
                  <th scope="col">Trades</th>
                  <th scope="col">Profit</th>
                  <th scope="col" title="Profit in percent of the cash at the start">
                    Of cash
                  </th>
                  <th scope="col">Won</th>
                </tr>
              </thead>
              <tbody>
                {shown.map(({ name, trades, pnl, contributionPct, winRatePct }) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td>{formatCount(trades)}</td>
                    <td className={signOf(pnl)}>{formatSigned(pnl)}</td>
                    <td>{formatSignedPercent(contributionPct, 1)}</td>
                    <td>{formatPercent(winRatePct, 0)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {rows.length > shown.length && (
              <p className="note">{rows.length - shown.length} more with less.</p>
            )}
          </Part>
        );
      })}
    </div>
  );
}
