import { type FormEvent, type ReactNode, useState } from 'react';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { type LinkColour, useLinkedSymbol } from '../../stores/focus.ts';
import { inputOf, newDraft, problemsOf } from './alert-draft.ts';
import { editAlert } from './alert-store.ts';

/** One line that writes an alert for the linked symbol; the editor has everything else. */
export function QuickAlert({ link }: { readonly link: LinkColour }): ReactNode {
  const symbol = useLinkedSymbol(link);
  const isConnected = useIsConnected();
  const [rule, setRule] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (symbol === null || rule.trim() === '') return;
    const draft = newDraft(symbol, ruleOf(rule));
    const unreadable = problemsOf(draft).rule;
    if (unreadable !== undefined) return setProblem(unreadable);
    try {
      await requireEngine().alerts.create(inputOf(draft));
      setRule('');
      setProblem(null);
    } catch (error) {
      setProblem(refusalText(error));
    }
  }

  return (
    <form className="add-line alert-form" onSubmit={(event) => void submit(event)} aria-label="New alert">
      <span className="strong">{symbol ?? '–'}</span>
      <input
        aria-label="Rule"
        placeholder="price crosses-above 200 ⏎"
        value={rule}
        onChange={(event) => {
          setRule(event.target.value);
          setProblem(null);
        }}
      />
      <button
        type="submit"
        className="button small"
        disabled={symbol === null || !isConnected || rule.trim() === ''}
      >
        Add
      </button>
      <button
        type="button"
        className="link-button"
        title="Conditions line by line, frequency, expiry, message"
        disabled={symbol === null}
        onClick={() =>
          symbol !== null && editAlert(newDraft(symbol, ruleOf(rule || 'price crosses-above 0')))
        }
      >
        Editor…
      </button>
      {problem && <p role="alert">{problem}</p>}
    </form>
  );
}

/** A mere number is a price to cross. */
function ruleOf(text: string): string {
  const number = text.replace(/[\s,]/g, '');
  return number !== '' && Number.isFinite(Number(number)) ? `price crosses ${number}` : text;
}
