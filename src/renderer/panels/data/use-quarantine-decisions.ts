import { useEffect, useState } from 'react';
import type { QuarantineOutcome } from '#contract/services/import';
import { requireEngine } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { reloadReference } from '../../stores/reference.ts';

export type Decision = 'release' | 'discard';

const CONFIRM_WITHIN_MS = 3_000;

export interface QuarantineDecisions {
  /** A discard was asked for and waits for its confirmation. */
  readonly isAsking: boolean;
  /** What became of the last decision. */
  readonly said: string | null;
  /** Releases at once; discards only when asked twice for the same rows within three seconds. */
  decide(decision: Decision, ids: readonly string[]): Promise<void>;
  forget(): void;
}

/** What a person decides of rows set aside; `onDecided` is told after each decision that was carried out. */
export function useQuarantineDecisions(onDecided: () => void): QuarantineDecisions {
  /** The rows asked about: the second press must mean the same ones. */
  const [asked, setAsked] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (asked === null) return undefined;
    const timer = setTimeout(() => setAsked(null), CONFIRM_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [asked]);

  async function decide(decision: Decision, ids: readonly string[]): Promise<void> {
    const rows = ids.join(' ');
    if (decision === 'discard' && asked !== rows) {
      setAsked(rows);
      return;
    }
    setAsked(null);
    try {
      const { marketData } = requireEngine();
      const input = { ids: [...ids] };
      const outcomes =
        decision === 'discard'
          ? await marketData.discardQuarantined(input)
          : await marketData.releaseQuarantined(input);
      setSaid(outcomeText(decision, outcomes));
      onDecided();
      if (decision === 'release' && outcomes.some(({ isDone }) => isDone)) void reloadReference();
    } catch (error) {
      setSaid(refusalText(error));
    }
  }

  return { isAsking: asked !== null, said, decide, forget: () => setAsked(null) };
}

/** `3 of 5 rows released; the first that stays: it cannot be taken as it is: …` */
export function outcomeText(decision: Decision, outcomes: readonly QuarantineOutcome[]): string {
  const done = outcomes.filter(({ isDone }) => isDone).length;
  const word = decision === 'discard' ? 'discarded' : 'released';
  const rows = outcomes.length === 1 ? 'row' : 'rows';
  const stays = outcomes.find(({ isDone }) => !isDone)?.reason;
  if (done === outcomes.length) return `${done} ${rows} ${word}`;
  const head = done === 0 ? `no row ${word}` : `${done} of ${outcomes.length} rows ${word}`;
  return stays ? `${head}: ${stays}` : head;
}
