import { type FormEvent, type ReactNode, useState } from 'react';
import type { AlertView } from '#contract/services/alerts';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { type LinkColour, useLinkedSymbol } from '../../stores/focus.ts';

type Condition = AlertView['condition'];

const MEASURES: readonly { readonly value: Condition['measure']; readonly text: string }[] = [
  { value: 'price', text: 'price' },
  { value: 'change-pct', text: 'change %' },
  { value: 'rsi', text: 'RSI 14' },
];

/** One line that writes an alert for the linked symbol. */
export function CreateAlert({ link }: { readonly link: LinkColour }): ReactNode {
  const symbol = useLinkedSymbol(link);
  const isConnected = useIsConnected();
  const [measure, setMeasure] = useState<Condition['measure']>('price');
  const [operator, setOperator] = useState<Condition['operator']>('crosses-above');
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const threshold = Number(typed.replace(/[\s,]/g, '').replace('−', '-'));
    if (symbol === null || typed.trim() === '') return;
    if (!Number.isFinite(threshold)) return setProblem(`"${typed}" is no number`);
    try {
      await requireEngine().alerts.create({ symbol, measure, operator, threshold });
      setTyped('');
      setProblem(null);
    } catch (error) {
      setProblem(refusalText(error));
    }
  }

  return (
    <form className="add-line alert-form" onSubmit={(event) => void submit(event)} aria-label="New alert">
      <span className="strong">{symbol ?? '–'}</span>
      <select
        aria-label="Measure"
        value={measure}
        onChange={(event) => setMeasure(event.target.value as Condition['measure'])}
      >
        {MEASURES.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <select
        aria-label="Direction"
        value={operator}
        onChange={(event) => setOperator(event.target.value as Condition['operator'])}
      >
        <option value="crosses-above">above</option>
        <option value="crosses-below">below</option>
      </select>
      <input
        aria-label="Threshold"
        placeholder="value ⏎"
        inputMode="decimal"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setProblem(null);
        }}
      />
      <button
        type="submit"
        className="button small"
        disabled={symbol === null || !isConnected || typed.trim() === ''}
      >
        Add
      </button>
      {problem && <p role="alert">{problem}</p>}
    </form>
  );
}
