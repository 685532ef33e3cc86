import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import type { ImportPreview } from '#contract/services/import';
import { useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { useAnswer } from '../../client/use-answer.ts';
import { Problem } from '../../components/notice.tsx';
import { formatCount } from '../../format/number.ts';
import {
  EMPTY_IMPORT,
  type ImportDraft,
  importChoicesOf,
  importHindrance,
  mappingOf,
  withRole,
} from './import-draft.ts';
import { type OfferedFile, submitImport } from './import-file.ts';
import { ImportFormatLine } from './import-format-line.tsx';
import { ImportRows } from './import-rows.tsx';
import { endImport } from './import-store.ts';

const ASK_AFTER_MS = 200;

/** What was found of a file, to be put right where it is wrong; judged anew after each change. */
export function ImportPreviewStep({
  offered,
  refusal,
  onStarted,
}: {
  readonly offered: OfferedFile;
  /** Why an import of this file was given up before. */
  readonly refusal: string | null;
  readonly onStarted: (taskId: string) => void;
}): ReactNode {
  const isConnected = useIsConnected();
  const [draft, setDraft] = useState<ImportDraft>(EMPTY_IMPORT);
  const [problem, setProblem] = useState(refusal);
  const [isSending, setIsSending] = useState(false);
  const { value: preview, problem: previewProblem, isLoading, askAgain } = usePreview(offered, draft);
  const change = (next: ImportDraft): void => {
    setDraft(next);
    setProblem(null);
  };
  if (preview === null)
    return previewProblem ? (
      <Problem text={previewProblem} onRetry={askAgain} />
    ) : (
      <p className="note">Asking the engine what the file holds…</p>
    );
  const hindrance = importHindrance(draft, preview);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (preview === null || hindrance !== null) return;
    setIsSending(true);
    try {
      const task = await submitImport(offered, importChoicesOf(draft, preview));
      onStarted(task.id);
    } catch (error) {
      setProblem(refusalText(error));
      setIsSending(false);
    }
  }

  const wrong = preview.rowsWrong;
  return (
    <form aria-label="What the file holds" onSubmit={(event) => void submit(event)}>
      <ImportFormatLine preview={preview} draft={draft} onChange={change} />
      {problem && <Problem text={problem} />}
      {previewProblem && <Problem text={previewProblem} onRetry={askAgain} />}
      {preview.error && <Problem text={preview.error} />}
      {preview.warnings.map((warning) => (
        <p key={warning} className="note warning">
          {warning}
        </p>
      ))}
      <ImportRows
        preview={preview}
        roles={draft.roles}
        isDimmed={isLoading || !isConnected}
        onRole={(place, role) => change(withRole(draft, preview.columns, { place, role }))}
      />
      <footer className="wizard-foot">
        <span className={wrong > 0 ? 'warning' : 'muted'} role="status">
          {preview.content === null
            ? 'Choose what each column is, above it.'
            : wrong === 0
              ? `All of the first ${formatCount(preview.rowsChecked)} rows are good`
              : `${formatCount(wrong)} of the first ${formatCount(preview.rowsChecked)} rows would go to quarantine`}
          {offered.lines !== null && preview.content !== null && (
            <span className="muted"> · about {formatCount(offered.lines)} lines in all</span>
          )}
        </span>
        <button type="button" className="button" onClick={endImport}>
          Cancel
        </button>
        <button
          type="submit"
          className="button primary"
          disabled={isSending || hindrance !== null || !isConnected}
          title={hindrance ?? undefined}
        >
          {isConnected ? (isSending ? 'Handing over…' : 'Import') : 'The engine is away'}
        </button>
      </footer>
    </form>
  );
}

/** Asks again a moment after the last change of what the person said. */
function usePreview(offered: OfferedFile, draft: ImportDraft) {
  const [columns, setColumns] = useState<ImportPreview['columns']>([]);
  const mapping = mappingOf(draft, columns);
  const said = JSON.stringify({ mapping, timeframe: draft.timeframe });
  const [asked, setAsked] = useState(said);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(said), ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const answer = useAnswer(
    asked,
    (engine, options) =>
      engine.marketData.previewImport(
        {
          ...offered.preview,
          ...(draft.timeframe === null ? {} : { timeframe: draft.timeframe }),
          ...(mapping === undefined ? {} : { mapping }),
        },
        options,
      ),
    { isKept: true },
  );
  const found = answer.value;
  useEffect(() => {
    if (found !== null) setColumns(found.columns);
  }, [found]);
  return { ...answer, isLoading: answer.isLoading || asked !== said };
}
