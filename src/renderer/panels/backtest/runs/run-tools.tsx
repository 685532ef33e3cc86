import type { ReactNode } from 'react';
import type { RunSummary } from '#contract/services/runs';
import { SheetButton } from '../../../components/sheet-button.tsx';
import { EXPORTS, exportRun } from './export-run.ts';
import { RunLabels } from './run-labels.tsx';

/** Naming and exporting of the run that is shown. */
export function RunTools({ run }: { readonly run: RunSummary }): ReactNode {
  return (
    <span className="row-actions">
      <SheetButton
        label={`Labels of run ${run.id}`}
        title="Name and tag it: a run with a name is kept until you remove it"
        width={380}
        sheet={(close) => <RunLabels run={run} onClose={close} />}
      >
        {run.name ?? 'Name it'}
      </SheetButton>
      <ExportButton run={run} />
    </span>
  );
}

/** The kinds of files a run can be written as. */
export function ExportButton({ run }: { readonly run: RunSummary }): ReactNode {
  return (
    <SheetButton
      label={`Export run ${run.id}`}
      width={210}
      sheet={(close) => (
        <ul className="export-kinds">
          {EXPORTS.map(({ kind, text, ending }) => (
            <li key={kind}>
              <button
                type="button"
                className="link-button"
                onClick={() => {
                  close();
                  void exportRun(run.id, kind);
                }}
              >
                <span>{text}</span> <span className="muted">{ending}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    >
      Export
    </SheetButton>
  );
}
