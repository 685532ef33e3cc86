import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Watchlist } from '#contract/services/settings';
import { currentSettings, saveSettings } from '../../app/save-settings.ts';
import { act } from '../../app/session-control.ts';
import { sessionStream, settingsStream } from '../../stores/engine-streams.ts';
import { freshList, moved } from './watch-lists.ts';

const NO_LISTS: readonly Watchlist[] = [];

export interface Watchlists {
  /** At least one: symbols of the session stand in while there is no list. */
  readonly lists: readonly Watchlist[];
  readonly current: Watchlist;
  choose(id: string): void;
  /** Changes the list in front. */
  change(change: Partial<Omit<Watchlist, 'id'>>): void;
  rename(id: string, name: string): void;
  add(): void;
  remove(id: string): void;
  /** Moves a list's tab; a step over the end does nothing. */
  shift(id: string, step: 1 | -1): void;
}

/** The named lists of the settings, and which of them a panel shows. */
export function useWatchlists(panelId: string): Watchlists {
  const stored = useStore(settingsStream.store, ({ value }) => value?.watchlists ?? NO_LISTS);
  // The session is new with each tick; its symbols seldom are.
  const ofSession = useStore(sessionStream.store, ({ value }) => value?.symbols.join(' ') ?? '');
  const key = `watchlist ${panelId}`;
  const [chosen, setChosen] = useState(() => localStorage.getItem(key));
  const lists = useMemo(
    () => (stored.length > 0 ? stored : [standIn(ofSession === '' ? [] : ofSession.split(' '))]),
    [stored, ofSession],
  );
  const current = lists.find(({ id }) => id === chosen) ?? lists[0]!;
  const choose = (id: string): void => {
    localStorage.setItem(key, id);
    setChosen(id);
  };
  const change = (id: string, part: Partial<Watchlist>): void =>
    save(lists.map((list) => (list.id === id ? { ...list, ...part } : list)));
  return {
    lists,
    current,
    choose,
    change: (part) => change(current.id, part),
    rename: (id, name) => {
      if (name.trim() !== '') change(id, { name: name.trim().slice(0, 40) });
    },
    add: () => {
      const list = freshList(lists, current.columns);
      save([...lists, list]);
      choose(list.id);
    },
    remove: (id) => {
      const index = lists.findIndex((list) => list.id === id);
      const next = lists[index + 1] ?? lists[index - 1];
      if (next) choose(next.id);
      save(lists.filter((list) => list.id !== id));
    },
    shift: (id, step) => {
      const from = lists.findIndex((list) => list.id === id);
      const to = from + step;
      if (to >= 0 && to < lists.length) save(moved(lists, from, to));
    },
  };
}

function standIn(symbols: readonly string[]): Watchlist {
  return {
    id: 'watchlist',
    name: 'Watchlist',
    rows: symbols.map((symbol) => ({ symbol })),
    columns: ['daily-line', 'last', 'change-percent'],
  };
}

/** The screen follows at once; what the engine does not take is taken back. */
function save(watchlists: readonly Watchlist[]): void {
  const before = currentSettings();
  if (before === null) return;
  settingsStream.store.setState({ value: { ...before, watchlists: [...watchlists] } });
  void act('Save the watchlist', () => saveSettings({ watchlists: [...watchlists] })).then((isSaved) => {
    if (!isSaved) settingsStream.store.setState({ value: before });
  });
}
