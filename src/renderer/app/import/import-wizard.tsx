import './import-wizard.css';
import { type ReactNode, useEffect, useState } from 'react';
import type { ImportReport } from '#contract/services/import';
import { refusalText } from '../../client/refusal.ts';
import { Problem } from '../../components/notice.tsx';
import { formatBytes } from '../../format/number.ts';
import { linkSymbol } from '../../stores/focus.ts';
import { reloadReference } from '../../stores/reference.ts';
import { type OfferedFile, openOfferedFile } from './import-file.ts';
import { ImportPreviewStep } from './import-preview-step.tsx';
import { ImportResult } from './import-result.tsx';
import { ImportRunning } from './import-running.tsx';
import { endImport } from './import-store.ts';

type Step =
  | { readonly at: 'opening' }
  | { readonly at: 'unusable'; readonly problem: string }
  | { readonly at: 'preview'; readonly offered: OfferedFile; readonly problem: string | null }
  | { readonly at: 'running'; readonly offered: OfferedFile; readonly taskId: string }
  | { readonly at: 'done'; readonly report: ImportReport; readonly tookMs: number | null };

/** Three steps from a file to stored rows: what it holds, the import under way, what became of each row. */
export function ImportWizard({ file }: { readonly file: File }): ReactNode {
  const [step, setStep] = useState<Step>({ at: 'opening' });
  useEffect(() => {
    let isGone = false;
    openOfferedFile(file)
      .then((offered) => !isGone && setStep({ at: 'preview', offered, problem: null }))
      .catch((error: unknown) => !isGone && setStep({ at: 'unusable', problem: refusalText(error) }));
    return () => {
      isGone = true;
    };
  }, [file]);

  return (
    <section
      className={step.at === 'preview' ? 'sheet import-wizard wide' : 'sheet import-wizard'}
      aria-label={`Import ${file.name}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.shiftKey || step.at === 'running') return;
        event.preventDefault();
        event.stopPropagation();
        endImport();
      }}
    >
      <header>
        <span className="strong">Import {file.name}</span>
        <span className="muted">{formatBytes(file.size)}</span>
        <Steps at={step.at} />
        <button
          type="button"
          className="link-button"
          aria-label="Close"
          title="Close (Esc)"
          onClick={endImport}
        >
          ×
        </button>
      </header>
      {step.at === 'opening' && <p className="note">Looking at the file…</p>}
      {step.at === 'unusable' && <Problem text={step.problem} />}
      {step.at === 'preview' && (
        <ImportPreviewStep
          offered={step.offered}
          refusal={step.problem}
          onStarted={(taskId) => setStep({ at: 'running', offered: step.offered, taskId })}
        />
      )}
      {step.at === 'running' && (
        <ImportRunning
          offered={step.offered}
          taskId={step.taskId}
          onDone={(report, tookMs) => {
            setStep({ at: 'done', report, tookMs });
            void reloadReference().then(() => linkSymbol(report.series?.[0]?.symbol ?? report.symbol));
          }}
          onFailed={(problem) => setStep({ at: 'preview', offered: step.offered, problem })}
        />
      )}
      {step.at === 'done' && <ImportResult report={step.report} tookMs={step.tookMs} />}
    </section>
  );
}

const STEPS = [
  { at: 'preview', text: 'what it holds' },
  { at: 'running', text: 'import' },
  { at: 'done', text: 'result' },
] as const;

function Steps({ at }: { readonly at: Step['at'] }): ReactNode {
  return (
    <ol className="wizard-steps">
      {STEPS.map((step, place) => (
        <li key={step.at} aria-current={step.at === at ? 'step' : undefined}>
          {place + 1} {step.text}
        </li>
      ))}
    </ol>
  );
}
