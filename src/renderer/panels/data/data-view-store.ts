import { createStore, useStore } from 'zustand';

/** Views of the data manager, in the order of its head. */
export const DATA_VIEWS = ['series', 'sources', 'downloads', 'streams', 'quarantine'] as const;
export type DataViewName = (typeof DATA_VIEWS)[number];

/** What the list of rows set aside is narrowed to; empty for all. */
export interface QuarantineFilter {
  readonly source: string;
  readonly symbol: string;
  readonly reason: string;
}

export const NO_FILTER: QuarantineFilter = { source: '', symbol: '', reason: '' };

interface DataViewState {
  readonly view: DataViewName;
  readonly filter: QuarantineFilter;
  /** Symbol a download is drafted for. */
  readonly downloadSymbol: string;
}

const KEPT = 'octopus-data-view';

export const dataViewStore = createStore<DataViewState>()(() => ({
  view: keptView(),
  filter: NO_FILTER,
  downloadSymbol: '',
}));

function keptView(): DataViewName {
  const kept = localStorage.getItem(KEPT);
  return DATA_VIEWS.find((view) => view === kept) ?? 'series';
}

/** Shows a view, and comes back to it next time. */
export function showDataView(view: DataViewName): void {
  localStorage.setItem(KEPT, view);
  dataViewStore.setState({ view });
}

/** The view beside one, around the ends. */
export function viewBeside(view: DataViewName, step: 1 | -1): DataViewName {
  const index = DATA_VIEWS.indexOf(view) + step + DATA_VIEWS.length;
  return DATA_VIEWS[index % DATA_VIEWS.length] ?? view;
}

/** Shows the rows set aside, narrowed to some. */
export function showQuarantine(filter: Partial<QuarantineFilter>): void {
  dataViewStore.setState({ filter: { ...NO_FILTER, ...filter } });
  showDataView('quarantine');
}

export function filterQuarantine(filter: QuarantineFilter): void {
  dataViewStore.setState({ filter });
}

/** Shows the downloads with one drafted for a symbol. */
export function draftDownload(downloadSymbol: string): void {
  dataViewStore.setState({ downloadSymbol });
  showDataView('downloads');
}

export const useDataView = (): DataViewState => useStore(dataViewStore);
