import type { ReactNode } from 'react';
import { focusPanel } from '../../../app/workspace-control.ts';
import { EmptyState } from '../../../components/notice.tsx';
import { ImportButton } from '../../data/import-button.tsx';

/** What stands there before the first result: the three clicks that lead to it. */
export function LabEmpty({
  hasData,
  onRun,
}: {
  readonly hasData: boolean;
  readonly onRun: () => void;
}): ReactNode {
  return (
    <EmptyState
      title="No backtest yet"
      action={
        <>
          <ImportButton text="Import a CSV…" />
          <button
            type="button"
            className="button small"
            onClick={() => focusPanel('backtest', '.backtest-fields select')}
          >
            Choose a strategy
          </button>
          <button type="button" className="button small" disabled={!hasData} onClick={onRun}>
            Run
          </button>
        </>
      }
    >
      {hasData
        ? 'Prices are stored already: Run, or Enter in any field, is enough. With prices of your own it is three clicks: Import, Test an idea, Run.'
        : 'Drop a CSV with prices anywhere on the window, then three clicks: Import, Test an idea, Run.'}
    </EmptyState>
  );
}
