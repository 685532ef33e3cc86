import { type ReactNode, useState } from 'react';
import type { RunSummary } from '#contract/services/runs';
import { refusalText } from '../../../client/refusal.ts';
import { SheetButton } from '../../../components/sheet-button.tsx';
import { EXPORTS, type ExportKind, exportRun } from './export-run.ts';
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
    <SheetButton label={`Export run ${run.id}`} width={250} sheet={() => <ExportMenu id={run.id} />}>
      Export
    </SheetButton>
  );
}

type Outcome =
  | { readonly kind: 'writing'; readonly text: string }
  | { readonly kind: 'written'; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string };

/** Stays open to say where a file went, and for the next one. */
function ExportMenu({ id }: { readonly id: string }): ReactNode {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const write = async (kind: ExportKind, text: string): Promise<void> => {
    setOutcome({ kind: 'writing', text: `Writing the ${text}…` });
    try {
      const where = await exportRun(id, kind);
      setOutcome(where === null ? null : { kind: 'written', text: where });
    } catch (error) {
      setOutcome({ kind: 'refused', text: refusalText(error) });
    }
  };
  return (
    <>
      <ul className="export-kinds">
        {EXPORTS.map(({ kind, text, ending }) => (
          <li key={kind}>
            <button
              type="button"
              className="link-button"
              disabled={outcome?.kind === 'writing'}
              onClick={() => void write(kind, `${ending} file`)}
            >
              <span>{text}</span> <span className="muted">{ending}</span>
            </button>
          </li>
        ))}
      </ul>
      {outcome !== null && (
        <p
          className={outcome.kind === 'refused' ? 'export-outcome warning' : 'export-outcome selectable'}
          role="status"
        >
          {outcome.text}
        </p>
      )}
    </>
  );
}
