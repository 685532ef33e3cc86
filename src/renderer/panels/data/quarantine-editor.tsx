import { type FormEvent, type ReactNode, useState } from 'react';
import type { QuarantinedRow } from '#contract/services/market-data';
import { requireEngine } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { reloadReference } from '../../stores/reference.ts';
import { showToast } from '../../stores/toasts.ts';

/** Puts a row right: it is judged with each Enter, and stored once it is good. */
export function QuarantineEditor({
  row,
  onClose,
  onJudged,
}: {
  readonly row: QuarantinedRow;
  readonly onClose: () => void;
  readonly onJudged: (isDone: boolean) => void;
}): ReactNode {
  const [raw, setRaw] = useState(row.raw);
  const [verdict, setVerdict] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setIsAsking(true);
    try {
      const { isDone, reason } = await requireEngine().marketData.fixQuarantined({ id: row.id, raw });
      if (isDone) {
        showToast({
          severity: 'success',
          title: `Line ${row.line} of ${row.source}`,
          text: `Stored in ${row.symbol}.`,
        });
        void reloadReference();
      } else setVerdict(reason);
      onJudged(isDone);
    } catch (error) {
      setVerdict(refusalText(error));
    }
    setIsAsking(false);
  }

  return (
    <form
      className="row-editor"
      aria-label={`Fix line ${row.line} of ${row.source}`}
      onSubmit={(event) => void submit(event)}
    >
      <p className="row-editor-head">
        <span className="strong">{row.symbol}</span>
        <span className="muted">
          {row.source} line {row.line}
        </span>
        <span className="warning" role="status">
          {verdict ?? row.reason}
        </span>
        <button type="button" className="link-button row-editor-leave" onClick={onClose}>
          Esc
        </button>
      </p>
      <div className="row-editor-line">
        <input
          // biome-ignore lint/a11y/noAutofocus: it opens because Enter was pressed on the row
          autoFocus
          aria-label="The row as it should be"
          value={raw}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setRaw(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || event.shiftKey) return;
            event.preventDefault();
            event.stopPropagation();
            onClose();
          }}
        />
        <button type="submit" className="button small primary" disabled={isAsking}>
          {isAsking ? 'Judging…' : 'Judge and store ⏎'}
        </button>
      </div>
    </form>
  );
}
