import { type ReactNode, useState } from 'react';
import { requireEngine, useIsConnected } from '../../../client/connection.ts';
import { refusalText } from '../../../client/refusal.ts';
import { SheetButton } from '../../../components/sheet-button.tsx';
import { showToast } from '../../../stores/toasts.ts';

/** Writes a strategy file from the template, and says where it is. */
export function NewStrategyButton({
  onCreated,
}: {
  /** Told its name. */
  readonly onCreated: (slug: string) => void;
}): ReactNode {
  const isConnected = useIsConnected();
  return (
    <div className="new-strategy">
      <SheetButton
        className="button small"
        label="New strategy"
        title="Writes a strategy file to begin with, for your editor"
        width={320}
        sheet={(close) => <NewStrategy isConnected={isConnected} onCreated={onCreated} onClose={close} />}
      >
        New strategy…
      </SheetButton>
    </div>
  );
}

function NewStrategy({
  isConnected,
  onCreated,
  onClose,
}: {
  readonly isConnected: boolean;
  readonly onCreated: (slug: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const slug = name.trim().toLowerCase().replaceAll(/\s+/g, '-');
  const create = async (): Promise<void> => {
    try {
      const created = await requireEngine().backtests.createStrategy({ name: slug });
      onClose();
      onCreated(created.slug);
      showToast({ severity: 'success', title: 'Strategy file written', text: created.path });
    } catch (error) {
      setProblem(refusalText(error));
    }
  };
  // A form within the form would be none: Enter is taken here.
  return (
    <div className="run-labels">
      <input
        // biome-ignore lint/a11y/noAutofocus: a name was just asked for
        autoFocus
        aria-label="Name of the strategy"
        placeholder="my-first-idea"
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          event.stopPropagation();
          if (slug !== '') void create();
        }}
      />
      <button
        type="button"
        className="button small primary"
        disabled={!isConnected || slug === ''}
        onClick={() => void create()}
      >
        Write it ⏎
      </button>
      <p className="note">
        One TypeScript file in the strategies folder, with the types that your editor reads. Saved changes
        count from the next run on.
      </p>
      {problem !== null && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
