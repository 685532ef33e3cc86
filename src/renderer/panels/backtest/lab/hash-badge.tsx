import { type ReactNode, useState } from 'react';

/** Names the run's orders and fills, or `what` else is told: equal hashes are equal runs. Copies on press. */
export function HashBadge({
  hash,
  what = 'orders',
  meaning = 'Hash of every order and fill',
  digits = 12,
}: {
  readonly hash: string;
  readonly what?: string;
  readonly meaning?: string;
  /** Characters shown. */
  readonly digits?: number;
}): ReactNode {
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
      title={`${meaning}: ${hash}. Press to copy.`}
      onClick={() => void copy()}
    >
      {what} {hash.slice(0, digits)} <span aria-live="polite">{outcome ?? 'copy'}</span>
    </button>
  );
}
