import { type FormEvent, type ReactNode, useState } from 'react';
import type { StreamSource } from '#contract/services/streams';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { Countdown } from '../../components/age.tsx';
import { Dot } from '../../components/badge.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/notice.tsx';
import { useStreamSources } from '../../stores/engine-streams.ts';
import { countColumn, wordsColumn } from './columns.tsx';
import { SimulationBadge } from './simulation-badge.tsx';
import { StateWord } from './state-word.tsx';
import { sourceTone } from './stream-text.ts';

/** Where live prices can come from, and the numbers of the one chosen. */
export function StreamSources(): ReactNode {
  const { items, isLoaded } = useStreamSources();
  const isConnected = useIsConnected();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const chosen = items.find(({ id }) => id === chosenId);
  return (
    <section className="live-sources" aria-label="Sources of live prices">
      <DataTable
        label="Live sources"
        columns={COLUMNS}
        rows={items}
        idOf={({ id }) => id}
        selectedId={chosenId}
        onSelect={({ id }) => setChosenId(id === chosenId ? null : id)}
        isStale={!isConnected}
        empty={
          <EmptyState title={isLoaded ? 'No live source is built in' : 'Waiting for the engine'}>
            Sources are shown as soon as it answers.
          </EmptyState>
        }
      />
      {chosen && chosen.parameters.length > 0 && <Parameters key={chosen.id} source={chosen} />}
    </section>
  );
}

const COLUMNS: readonly Column<StreamSource>[] = [
  {
    id: 'name',
    header: 'Live source',
    width: 'minmax(196px, 1fr)',
    sortBy: ({ name }) => name,
    cell: ({ id, name, isSimulated }) => (
      <StateWord>
        <span className="strong">{name}</span>
        <SimulationBadge isSimulated={isSimulated} source={id} />
      </StateWord>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '116px',
    sortBy: ({ state }) => state,
    cell: (row) => (
      <StateWord title={row.reason ?? undefined}>
        <Dot tone={sourceTone(row)} />
        {row.state}
        {row.retryTime !== null && (
          <span className="muted">
            <Countdown time={row.retryTime} />
          </span>
        )}
      </StateWord>
    ),
  },
  wordsColumn({ id: 'gives', header: 'Gives', width: 'minmax(112px, 1fr)' }, ({ gives }) => gives.join(', ')),
  countColumn(
    { id: 'symbols', header: 'Symbols', hint: 'Streamed now', width: '64px' },
    ({ symbols }) => symbols,
  ),
  countColumn(
    { id: 'reconnects', header: 'Reconnects', hint: 'Since the engine started', width: '76px' },
    ({ reconnects }) => reconnects,
  ),
  countColumn(
    {
      id: 'unreadable',
      header: 'Unreadable',
      hint: 'Messages, since the engine started',
      width: '76px',
      isWarning: true,
    },
    ({ unreadable }) => unreadable,
  ),
  {
    id: 'key',
    header: 'Key',
    width: 'minmax(90px, 1fr)',
    sortBy: ({ hasKey }) => Number(hasKey),
    cell: ({ keyVariable, hasKey }) => {
      const text = keyVariable === null ? 'none needed' : hasKey ? 'present' : `set ${keyVariable}`;
      return (
        <span className={keyVariable !== null && !hasKey ? 'warning' : 'muted'} title={text}>
          {text}
        </span>
      );
    },
  },
  {
    id: 'numbers',
    header: 'Numbers',
    hint: 'Choose the row to change them',
    width: 'minmax(90px, 1.2fr)',
    cell: ({ parameters }) => (
      <span className="muted">{parameters.map(({ label, value }) => `${label} ${value}`).join(' · ')}</span>
    ),
  },
  {
    id: 'note',
    header: 'Note',
    width: 'minmax(80px, 2fr)',
    cell: ({ reason, note, state }) => {
      const isTrouble = reason !== null && (state === 'waiting' || state === 'ended');
      return (
        <span className={isTrouble ? 'warning' : 'muted'} title={isTrouble ? reason : note}>
          {isTrouble ? reason : note}
        </span>
      );
    },
  },
];

function Parameters({ source }: { readonly source: StreamSource }): ReactNode {
  const isConnected = useIsConnected();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const isChanged = Object.keys(typed).length > 0;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const values = Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, Number(text)]));
    try {
      await requireEngine().streams.configure({ source: source.id, values });
      setTyped({});
      setProblem(null);
    } catch (error) {
      setProblem(refusalText(error));
    }
  }

  return (
    <form
      className="parameters"
      aria-label={`Numbers of ${source.name}`}
      onSubmit={(event) => void submit(event)}
    >
      <span className="strong">{source.name}</span>
      {source.parameters.map(({ name, label, value, minimum, maximum }) => (
        <label key={name} title={`from ${minimum} to ${maximum}`}>
          <span className="muted">{label}</span>
          <input
            inputMode="decimal"
            value={typed[name] ?? String(value)}
            onChange={(event) => setTyped((before) => ({ ...before, [name]: event.target.value }))}
          />
        </label>
      ))}
      <button type="submit" className="button small" disabled={!isChanged || !isConnected}>
        Set and start anew
      </button>
      {problem && (
        <span className="warning" role="alert">
          {problem}
        </span>
      )}
    </form>
  );
}
