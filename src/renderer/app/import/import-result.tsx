import type { ReactNode } from 'react';
import type { ImportReport } from '#contract/services/import';
import { formatCompact, formatCount, formatDuration } from '../../format/number.ts';
import { showQuarantine } from '../../panels/data/data-view-store.ts';
import { linkSymbol } from '../../stores/focus.ts';
import { testIdeaOn } from '../commands.ts';
import { openPanel, showWorkspace } from '../workspace-control.ts';
import { endImport } from './import-store.ts';

const SERIES_SHOWN = 12;
/** Of fewer rows a speed says nothing. */
const SPEED_FROM = 10_000;

/** What became of each row; the parts add up to the rows read. */
export function ImportResult({
  report,
  tookMs,
}: {
  readonly report: ImportReport;
  readonly tookMs: number | null;
}): ReactNode {
  const { rowsRead, rowsStored, rowsDuplicate, rowsQuarantined, rowsBlank = 0, series = [] } = report;
  const speed =
    tookMs === null || rowsRead < SPEED_FROM
      ? ''
      : ` in ${formatDuration(tookMs)}, ${formatCompact((rowsRead / tookMs) * 1_000)} rows/s`;
  return (
    <div className="import-result">
      <p className="import-sum">
        <Part count={rowsRead} name="rows read" />
        <span className="muted">=</span>
        <Part count={rowsStored} name="stored" tone={rowsStored > 0 ? 'good' : ''} />
        <span className="muted">+</span>
        <Part count={rowsDuplicate} name="repeats" />
        <span className="muted">+</span>
        <Part count={rowsQuarantined} name="in quarantine" tone={rowsQuarantined > 0 ? 'warning' : ''} />
        {rowsBlank > 0 && (
          <>
            <span className="muted">+</span>
            <Part count={rowsBlank} name="blank" />
          </>
        )}
      </p>
      <p className="note">
        {series.length > 0 ? `${series.length} series` : `${report.symbol} ${report.timeframe}`}
        {speed}
        {report.corporateActions ? ` · ${formatCount(report.corporateActions)} splits and dividends` : ''}
      </p>
      {series.length > 0 && (
        <p className="note">
          {series
            .slice(0, SERIES_SHOWN)
            .map(({ symbol }) => symbol)
            .join(', ')}
          {series.length > SERIES_SHOWN && ` and ${series.length - SERIES_SHOWN} more`}
        </p>
      )}
      {report.warnings?.map((warning) => (
        <p key={warning} className="note warning">
          {warning}
        </p>
      ))}
      <footer className="wizard-foot">
        {rowsQuarantined > 0 && (
          <button
            type="button"
            className="button"
            onClick={() => {
              endImport();
              showWorkspace('research');
              openPanel('data', 'Data');
              showQuarantine({ source: report.source });
            }}
          >
            Look at quarantine
          </button>
        )}
        <button
          type="button"
          className="button"
          onClick={() => {
            endImport();
            linkSymbol(series[0]?.symbol ?? report.symbol);
            showWorkspace('trade');
            openPanel('chart', 'Chart');
          }}
        >
          Show chart
        </button>
        <button type="button" className="button" onClick={endImport}>
          Done
        </button>
        {rowsStored + rowsDuplicate > 0 && (
          <button
            type="button"
            className="button primary"
            title="To the lab, with this symbol chosen: one press more and there is a tear sheet with a verdict"
            // biome-ignore lint/a11y/noAutofocus: what most people import prices for, one Enter away
            autoFocus
            onClick={() => {
              endImport();
              testIdeaOn(series[0]?.symbol ?? report.symbol);
            }}
          >
            Test an idea
          </button>
        )}
      </footer>
    </div>
  );
}

function Part({
  count,
  name,
  tone = '',
}: {
  readonly count: number;
  readonly name: string;
  readonly tone?: string;
}): ReactNode {
  return (
    <span className="import-part">
      <b className={tone}>{formatCount(count)}</b> <span className="muted">{name}</span>
    </span>
  );
}
