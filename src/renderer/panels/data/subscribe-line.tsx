import { type FormEvent, type ReactNode, useState } from 'react';
import type { StreamSource } from '#contract/services/streams';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { ChainChooser, missingKeyOf } from './chain-chooser.tsx';
import { symbolsOf } from './stream-text.ts';

/** A line to type symbols into that are to be streamed, and from whom. */
export function SubscribeLine({ sources }: { readonly sources: readonly StreamSource[] }): ReactNode {
  const isConnected = useIsConnected();
  const [typed, setTyped] = useState('');
  const [chain, setChain] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const symbols = symbolsOf(typed);
    if (symbols.length === 0) return;
    try {
      await requireEngine().streams.subscribe({
        symbols,
        ...(chain.length === 0 ? {} : { chain: [...chain] }),
      });
      setTyped('');
      setProblem(null);
    } catch (error) {
      setProblem(refusalText(error));
    }
  }

  return (
    <form className="add-line subscribe" aria-label="Stream symbols" onSubmit={(event) => void submit(event)}>
      <input
        aria-label="Symbols to stream"
        placeholder="Stream symbols: BTCUSDT, AAPL, SIM:ACME…"
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setTyped(event.target.value);
          setProblem(null);
        }}
      />
      <span className="muted">from</span>
      <ChainChooser
        label="Sources, tried in the order they are chosen"
        links={sources.map((source) => ({ ...source, missingKey: missingKeyOf(source) }))}
        chosen={chain}
        onChange={setChain}
      />
      <button type="submit" className="button small" disabled={!isConnected || symbolsOf(typed).length === 0}>
        Stream
      </button>
      {problem && <p role="alert">{problem}</p>}
    </form>
  );
}
