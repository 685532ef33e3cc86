import { createStore, useStore } from 'zustand';

/** What can be seen of a result, in the order of its tabs. */
export const LAB_VIEWS = [
  'overview',
  'trades',
  'tear-sheet',
  'verdict',
  'search',
  'walk-forward',
  'monte-carlo',
] as const;
export type LabViewName = (typeof LAB_VIEWS)[number];

interface Lab {
  readonly view: LabViewName;
  /** A saved run that was asked for, until another result takes its place. */
  readonly openedRunId: string | null;
  /** Grows with each change of the library that was made here. */
  readonly libraryRound: number;
}

export const labStore = createStore<Lab>()(() => ({ view: 'overview', openedRunId: null, libraryRound: 0 }));

export const useLab = <Part>(part: (lab: Lab) => Part): Part => useStore(labStore, part);

export function showLabView(view: LabViewName): void {
  labStore.setState({ view });
}

/** Whether a view shows the one result of a backtest. */
export function isResultView(view: LabViewName): boolean {
  return view === 'overview' || view === 'trades' || view === 'tear-sheet';
}

/** Shows a saved run in the lab; null for what was computed last. */
export function openRun(openedRunId: string | null): void {
  labStore.setState({ openedRunId });
}

/** Makes every list of runs ask again. */
export function noteLibraryChange(): void {
  labStore.setState(({ libraryRound }) => ({ libraryRound: libraryRound + 1 }));
}

/** The view so many steps beside another, staying at the ends. */
export function labViewBeside(view: LabViewName, step: 1 | -1): LabViewName {
  const place = Math.max(0, Math.min(LAB_VIEWS.length - 1, LAB_VIEWS.indexOf(view) + step));
  return LAB_VIEWS[place] ?? view;
}
