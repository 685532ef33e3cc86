import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { Watchlists } from './use-watchlists.ts';

/** The lists by name: ← → choose, Alt ← → move, F2 renames, Del twice deletes. */
export function ListTabs({ lists }: { readonly lists: Watchlists }): ReactNode {
  const [renamed, setRenamed] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const row = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement) return;
    const { id } = lists.current;
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : null;
    if (step !== null && event.altKey) lists.shift(id, step);
    else if (step !== null) {
      const index = lists.lists.findIndex((list) => list.id === id);
      const next = lists.lists[(index + step + lists.lists.length) % lists.lists.length];
      if (next) lists.choose(next.id);
      requestAnimationFrame(() => row.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
    } else if (event.key === 'F2') setRenamed(id);
    else if (event.key === 'Delete') {
      if (asked === id && lists.lists.length > 1) lists.remove(id);
      setAsked(asked === id || lists.lists.length < 2 ? null : id);
    } else {
      if (event.key === 'Escape') setAsked(null);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={row}
      className="list-tabs"
      role="tablist"
      tabIndex={-1}
      aria-label="Watchlists"
      onKeyDown={onKeyDown}
    >
      {lists.lists.map((list) => {
        const isCurrent = list.id === lists.current.id;
        if (renamed === list.id)
          return (
            <NameField
              key={list.id}
              name={list.name}
              onDone={(name) => {
                setRenamed(null);
                if (name !== null) lists.rename(list.id, name);
              }}
            />
          );
        return (
          <button
            key={list.id}
            type="button"
            role="tab"
            aria-selected={isCurrent}
            tabIndex={isCurrent ? 0 : -1}
            className={asked === list.id ? 'asking' : undefined}
            title={`${list.name}: F2 renames, Alt ← → moves, Del twice deletes`}
            onClick={() => lists.choose(list.id)}
            onDoubleClick={() => setRenamed(list.id)}
            onBlur={() => setAsked(null)}
          >
            {asked === list.id ? `Del: delete ${list.name}` : list.name}
          </button>
        );
      })}
      <button
        type="button"
        className="list-tab-add"
        aria-label="New list"
        title="New list"
        onClick={lists.add}
      >
        +
      </button>
    </div>
  );
}

function NameField({
  name,
  onDone,
}: {
  readonly name: string;
  /** Null when nothing is to be kept. */
  readonly onDone: (name: string | null) => void;
}): ReactNode {
  return (
    <input
      ref={(input) => input?.select()}
      aria-label="Name of the list"
      defaultValue={name}
      maxLength={40}
      onBlur={(event) => onDone(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onDone(event.key === 'Enter' ? event.currentTarget.value : null);
      }}
    />
  );
}
