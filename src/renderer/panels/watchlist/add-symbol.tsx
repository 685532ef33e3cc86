import { type FormEvent, type ReactNode, type RefObject, useState } from 'react';
import { nearestNames } from '#contract/errors';
import { useStreamSources, useSubscriptions } from '../../stores/engine-streams.ts';
import type { InstrumentView } from '../../stores/reference.ts';
import { streamSymbol } from './stream-control.ts';

/** What Enter would do about a symbol that is not stored. */
interface Unknown {
  readonly symbol: string;
  readonly text: string;
}

/** A line to type symbols or `# section` into; one that is not stored is offered as a stream, with what is close. */
export function AddSymbol({
  known,
  onAdd,
  onSection,
  input,
}: {
  readonly known: ReadonlyMap<string, InstrumentView>;
  readonly onAdd: (symbols: readonly string[]) => void;
  readonly onSection: (name: string) => void;
  readonly input: RefObject<HTMLInputElement | null>;
}): ReactNode {
  const [typed, setTyped] = useState('');
  const [unknown, setUnknown] = useState<Unknown | null>(null);
  const { items: sources } = useStreamSources();
  const { byId: subscriptions } = useSubscriptions();

  function done(): void {
    setTyped('');
    setUnknown(null);
  }

  async function stream(symbol: string): Promise<void> {
    if (!(await streamSymbol(symbol))) return;
    onAdd([symbol]);
    done();
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (unknown !== null) {
      void stream(unknown.symbol);
      return;
    }
    const section = /^\s*#+\s*(.+?)\s*$/.exec(typed)?.[1];
    if (section !== undefined) {
      onSection(section.slice(0, 60));
      done();
      return;
    }
    const names = [...known.keys(), ...subscriptions.keys()];
    const found: string[] = [];
    for (const wanted of typed.split(/[\s,;]+/).filter((word) => word !== '')) {
      const symbol = names.find((each) => each.toLowerCase() === wanted.toLowerCase());
      if (symbol === undefined) {
        setUnknown(notStored(wanted.toUpperCase(), names));
        break;
      }
      found.push(symbol);
    }
    if (found.length === 0) return;
    onAdd(found);
    setTyped((text) =>
      text
        .split(/[\s,;]+/)
        .filter((word) => word !== '')
        .slice(found.length)
        .join(' '),
    );
  }

  return (
    <form className="add-line" onSubmit={submit}>
      <input
        ref={input}
        aria-label="Add a symbol to the watchlist"
        placeholder="Add symbols, or # section…"
        list="known-symbols"
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setTyped(event.target.value);
          setUnknown(null);
        }}
      />
      <datalist id="known-symbols">
        {[...known.values()].map(({ symbol, name }) => (
          <option key={symbol} value={symbol}>
            {name}
          </option>
        ))}
        {sources.some(({ id }) => id === 'simulated') && (
          <option value="SIM:ACME">simulated market: any name after SIM:</option>
        )}
      </datalist>
      {unknown && (
        <p role="alert">
          {unknown.text}{' '}
          <button
            type="button"
            className="link-button stream-offer"
            onClick={() => void stream(unknown.symbol)}
          >
            Stream it ⏎
          </button>
        </p>
      )}
    </form>
  );
}

function notStored(symbol: string, names: readonly string[]): Unknown {
  const near = symbol.includes(':') ? [] : nearestNames(symbol, [...names]);
  const close = near.length > 0 ? ` Close: ${near.join(', ')}.` : '';
  return { symbol, text: `${symbol} is not stored.${close}` };
}
