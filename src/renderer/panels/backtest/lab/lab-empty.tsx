import type { ReactNode } from 'react';
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
            onClick={() =>
              document.querySelector<HTMLElement>('.backtest-fields select, .backtest-fields input')?.focus()
            }
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
        ? 'Import a CSV, choose a strategy, press Run: three clicks. Prices are stored already, so Run, or Enter in any field, is enough.'
        : 'Import a CSV, choose a strategy, press Run: three clicks. A file dropped anywhere on the window does too.'}
    </EmptyState>
  );
}
