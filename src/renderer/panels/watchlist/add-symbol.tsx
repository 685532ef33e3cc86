import { type FormEvent, type ReactNode, useState } from 'react';
import { nearestNames } from '#contract/errors';
import type { InstrumentView } from '../../stores/reference.ts';

/** A line to type a symbol into; says what is close when it is not known. */
export function AddSymbol({
  known,
  onAdd,
}: {
  readonly known: ReadonlyMap<string, InstrumentView>;
  readonly onAdd: (symbol: string) => void;
}): ReactNode {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const wanted = typed.trim();
    if (wanted === '') return;
    const symbol = [...known.keys()].find((each) => each.toLowerCase() === wanted.toLowerCase());
    if (symbol === undefined) {
      const near = nearestNames(wanted.toUpperCase(), [...known.keys()]);
      setProblem(
        `${wanted} is not stored. ${near.length > 0 ? `Close: ${near.join(', ')}.` : 'Drop a price file on the window to add it.'}`,
      );
      return;
    }
    setTyped('');
    setProblem(null);
    onAdd(symbol);
  }

  return (
    <form className="add-line" onSubmit={submit}>
      <input
        aria-label="Add a symbol to the watchlist"
        placeholder="Add symbol…"
        list="known-symbols"
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setTyped(event.target.value);
          setProblem(null);
        }}
      />
      <datalist id="known-symbols">
        {[...known.values()].map(({ symbol, name }) => (
          <option key={symbol} value={symbol}>
            {name}
          </option>
        ))}
      </datalist>
      {problem && <p role="alert">{problem}</p>}
    </form>
  );
}
