import { type ReactNode, useState } from 'react';
import type { RunSummary } from '#contract/services/runs';
import { requireEngine } from '../../../client/connection.ts';
import { refusalText } from '../../../client/refusal.ts';
import { noteLibraryChange } from '../lab/lab-store.ts';
import { readTags } from './run-marks.ts';

/** Names and tags a run; Enter keeps it, Esc leaves it as it was. */
export function RunLabels({
  run,
  onClose,
}: {
  readonly run: RunSummary;
  readonly onClose: () => void;
}): ReactNode {
  const [name, setName] = useState(run.name ?? '');
  const [tags, setTags] = useState(run.tags.join(', '));
  const [notes, setNotes] = useState(run.notes);
  const [problem, setProblem] = useState<string | null>(null);
  const keep = async () => {
    try {
      await requireEngine().runs.rename({
        run: run.id,
        name: name.trim() === '' ? null : name.trim(),
        tags: readTags(tags),
        notes,
      });
      noteLibraryChange();
      onClose();
    } catch (error) {
      setProblem(refusalText(error));
    }
  };
  return (
    <form
      className="run-labels"
      aria-label={`Labels of ${run.name ?? run.id}`}
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: naming was just asked for
        autoFocus
        aria-label="Name"
        placeholder="name"
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <input
        aria-label="Tags"
        placeholder="tags, with commas"
        value={tags}
        onChange={(event) => setTags(event.target.value)}
      />
      <input
        aria-label="Notes"
        placeholder="notes"
        value={notes}
        onChange={(event) => setNotes(event.target.value)}
      />
      <button type="submit" className="button small primary">
        Keep ⏎
      </button>
      <button type="button" className="button small" onClick={onClose}>
        Leave
      </button>
      {problem !== null && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
