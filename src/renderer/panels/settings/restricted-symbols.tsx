import { type FormEvent, type ReactNode, useState } from 'react';
import { currentSettings, saveSettings } from '../../app/save-settings.ts';
import { refusalText } from '../../client/refusal.ts';
import { fieldProblems } from './field-problems.ts';

/** Symbols whose orders compliance refuses, a person's and a strategy's alike. */
export function RestrictedSymbols({ symbols }: { readonly symbols: readonly string[] }): ReactNode {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  async function save(restrictedSymbols: string[]): Promise<void> {
    const current = currentSettings();
    if (current === null) return;
    const [found] = fieldProblems(current, { restrictedSymbols }).values();
    setProblem(found ?? null);
    if (found !== undefined) return;
    try {
      await saveSettings({ restrictedSymbols });
      setTyped('');
    } catch (error) {
      setProblem(refusalText(error));
    }
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    const symbol = typed.trim().toUpperCase();
    if (symbol === '') return;
    if (symbols.includes(symbol)) setProblem(`${symbol} is on the list already`);
    else void save([...symbols, symbol]);
  }

  return (
    <>
      <p className="badges">
        {symbols.length === 0 && <span className="muted">None: every tradable symbol may be ordered.</span>}
        {symbols.map((symbol) => (
          <span key={symbol} className="badge tone-warning">
            {symbol}
            <button
              type="button"
              className="link-button"
              aria-label={`Allow ${symbol} again`}
              onClick={() => void save(symbols.filter((each) => each !== symbol))}
            >
              ×
            </button>
          </span>
        ))}
      </p>
      <form className="add-line" onSubmit={submit}>
        <input
          aria-label="Symbol to restrict"
          placeholder="Restrict a symbol…"
          value={typed}
          spellCheck={false}
          onChange={(event) => {
            setTyped(event.target.value);
            setProblem(null);
          }}
        />
        {problem && <p role="alert">{problem}</p>}
      </form>
    </>
  );
}
