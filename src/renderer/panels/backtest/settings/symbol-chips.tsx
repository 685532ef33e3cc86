import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';

/** Names shown while one is typed. */
const OFFERED_MAX = 200;

/** Further symbols of the same account: typed with proposals, each a chip that a press removes. */
export function SymbolChips({
  chosen,
  offered,
  onChange,
}: {
  readonly chosen: readonly string[];
  /** Stored symbols that are not chosen yet. */
  readonly offered: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}): ReactNode {
  const [text, setText] = useState('');
  const id = useId();
  const wanted = text.trim().toUpperCase();
  const isUnknown = wanted !== '' && !offered.some((symbol) => symbol.toUpperCase().includes(wanted));

  function add(name: string): boolean {
    const found = offered.find((symbol) => symbol.toUpperCase() === name.trim().toUpperCase());
    if (found === undefined) return false;
    onChange([...chosen, found]);
    setText('');
    return true;
  }

  function onKeyDown(event: KeyboardEvent): void {
    const first = offered.find((symbol) => symbol.toUpperCase().startsWith(wanted));
    if (event.key === 'Enter' && wanted !== '') {
      // Enter in an empty field runs the backtest, as in any other.
      event.preventDefault();
      if (!add(text) && first !== undefined) add(first);
    } else if (event.key === 'Backspace' && text === '' && chosen.length > 0) onChange(chosen.slice(0, -1));
  }

  return (
    <div className="field">
      <label htmlFor={id} title="Several symbols in one account, each with an equal part of the equity">
        And
      </label>
      <div className={isUnknown ? 'input chips invalid' : 'input chips'}>
        {chosen.map((symbol) => (
          <button
            key={symbol}
            type="button"
            className="chip"
            title={`Leave ${symbol} out`}
            onClick={() => onChange(chosen.filter((each) => each !== symbol))}
          >
            {symbol} <span aria-hidden="true">×</span>
          </button>
        ))}
        <input
          id={id}
          list={`${id}-symbols`}
          value={text}
          autoComplete="off"
          spellCheck={false}
          placeholder={chosen.length === 0 ? 'more symbols' : 'another'}
          aria-invalid={isUnknown}
          onChange={(event) => {
            if (!add(event.target.value)) setText(event.target.value);
          }}
          onKeyDown={onKeyDown}
        />
        <datalist id={`${id}-symbols`}>
          {offered.slice(0, OFFERED_MAX).map((symbol) => (
            <option key={symbol} value={symbol} />
          ))}
        </datalist>
      </div>
      {isUnknown && <p className="field-error">{`No bars of ${wanted} are stored.`}</p>}
    </div>
  );
}
