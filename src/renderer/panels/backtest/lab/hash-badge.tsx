import { type ReactNode, useState } from 'react';

/** Names the run's orders and fills: equal hashes are equal runs. Copies on press. */
export function HashBadge({ hash }: { readonly hash: string }): ReactNode {
  const [outcome, setOutcome] = useState<'copied' | 'could not be copied' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(hash);
      setOutcome('copied');
    } catch {
      setOutcome('could not be copied');
    }
  };
  return (
    <button
      type="button"
      className="hash-badge"
      title={`Hash of every order and fill: ${hash}. Press to copy.`}
      onClick={() => void copy()}
    >
      orders {hash.slice(0, 12)} <span aria-live="polite">{outcome ?? 'copy'}</span>
    </button>
  );
}
