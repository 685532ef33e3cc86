import '../lab/lab.css';
import './runs.css';
import '../tear-sheet/tear-sheet.css';
import { type KeyboardEvent, type ReactNode, useCallback, useMemo, useState } from 'react';
import type { RunSummary } from '#contract/services/runs';
import { goToBacktest } from '../../../app/commands.ts';
import { requireEngine, useIsConnected } from '../../../client/connection.ts';
import { refusalText } from '../../../client/refusal.ts';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState, Problem } from '../../../components/notice.tsx';
import { PanelHead } from '../../../components/panel-head.tsx';
import { showToast } from '../../../stores/toasts.ts';
import { BacktestButton } from '../../empty-actions.tsx';
import type { PanelProps } from '../../panel-props.ts';
import { noteLibraryChange, openRun, showLabView } from '../lab/lab-store.ts';
import { exportRunQuietly } from './export-run.ts';
import { runColumns } from './run-columns.tsx';
import { RunComparisonView } from './run-comparison.tsx';
import { RunLabels } from './run-labels.tsx';
import { toggleMark } from './run-marks.ts';
import { useRuns } from './use-runs.ts';

const NO_RUNS: readonly RunSummary[] = [];

/** The library: every run that was made, found again, named, compared, exported. */
export function RunsPanel({ panelId }: PanelProps): ReactNode {
  const [text, setText] = useState('');
  const { value, problem, isLoading, askAgain } = useRuns(text);
  const isConnected = useIsConnected();
  const [marked, setMarked] = useState<readonly string[]>([]);
  const [labelledId, setLabelledId] = useState<string | null>(null);
  const [isComparing, setIsComparing] = useState(false);
  const runs = value ?? NO_RUNS;
  const toggle = useCallback((id: string) => setMarked((before) => toggleMark(before, id)), []);
  const remove = useCallback((run: RunSummary) => {
    setMarked((before) => before.filter((id) => id !== run.id));
    void removeRun(run);
  }, []);
  const columns = useMemo(
    () => runColumns({ marked, onToggle: toggle, onRemove: remove }),
    [marked, toggle, remove],
  );
  const labelled = runs.find(({ id }) => id === labelledId);

  function onRowKey(event: KeyboardEvent, run: RunSummary): void {
    if (event.key === ' ') toggle(run.id);
    else if (event.key === 'F2') setLabelledId(run.id);
    else if (event.key === 'c' && marked.length > 1) setIsComparing(true);
    else if (event.key === 'e') void exportRunQuietly(run.id, 'tear-sheet.html');
    else if (event.key === 'Delete')
      event.currentTarget.querySelector<HTMLButtonElement>('[aria-selected="true"] [data-confirm]')?.click();
    else if (event.key === 'Escape' && marked.length > 0) setMarked([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="panel-column runs-panel">
      <PanelHead panelId={panelId}>
        <input
          type="search"
          className="filter-field"
          aria-label="Find runs"
          placeholder="name, tag, symbol, strategy"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {isComparing ? (
          <button type="button" className="button small" onClick={() => setIsComparing(false)}>
            ‹ All runs
          </button>
        ) : (
          <button
            type="button"
            className="button small"
            disabled={marked.length < 2}
            title="Mark two to five runs (Space), then compare them (C); the first marked is the base"
            onClick={() => setIsComparing(true)}
          >
            {marked.length < 2 ? 'Compare' : `Compare ${marked.length}`}
          </button>
        )}
      </PanelHead>
      {problem !== null && <Problem text={problem} onRetry={askAgain} />}
      {isComparing ? (
        <RunComparisonView ids={marked} onClose={() => setIsComparing(false)} />
      ) : (
        <>
          <DataTable
            label="Saved runs"
            columns={columns}
            rows={runs}
            idOf={({ id }) => id}
            onActivate={open}
            onRowKey={onRowKey}
            isStale={!isConnected}
            empty={
              isLoading && value === null ? (
                <EmptyState title="Asking for the saved runs" />
              ) : text.trim() === '' ? (
                <EmptyState title="No run saved yet" action={<BacktestButton />}>
                  Each backtest is kept here by itself; a named or tagged one for ever, of the others the
                  newest 200.
                </EmptyState>
              ) : (
                <EmptyState title={`No run with “${text.trim()}”`}>
                  Names, tags, notes, symbols and strategies were looked through.
                </EmptyState>
              )
            }
          />
          {labelled && <RunLabels key={labelled.id} run={labelled} onClose={() => setLabelledId(null)} />}
        </>
      )}
    </div>
  );
}

function open({ id }: RunSummary): void {
  openRun(id);
  showLabView('overview');
  goToBacktest();
}

async function removeRun({ id, name }: RunSummary): Promise<void> {
  try {
    await requireEngine().runs.remove({ run: id });
    noteLibraryChange();
  } catch (error) {
    showToast({ severity: 'error', title: `Run ${name ?? id} was not removed`, text: refusalText(error) });
  }
}
