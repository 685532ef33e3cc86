import type { DockviewApi } from 'dockview-react';
import { createStore, useStore } from 'zustand';

/** Workspaces that exist, in the order of their keys. */
export const WORKSPACES = [
  { id: 'trade', title: 'Trade' },
  { id: 'research', title: 'Research' },
] as const;
export type WorkspaceId = (typeof WORKSPACES)[number]['id'];

export interface WorkspaceState {
  readonly current: WorkspaceId;
  readonly docks: Readonly<Partial<Record<WorkspaceId, DockviewApi>>>;
  readonly isPaletteOpen: boolean;
  /** What was typed before the palette had the focus. */
  readonly paletteText: string;
  readonly areKeysShown: boolean;
}

export const workspaceStore = createStore<WorkspaceState>()(() => ({
  current: 'trade',
  docks: {},
  isPaletteOpen: false,
  paletteText: '',
  areKeysShown: false,
}));

export const useWorkspace = <Part>(part: (state: WorkspaceState) => Part): Part => useStore(workspaceStore, part);

export function showWorkspace(current: WorkspaceId): void {
  workspaceStore.setState({ current });
}

export function registerDock(id: WorkspaceId, dock: DockviewApi): void {
  workspaceStore.setState(({ docks }) => ({ docks: { ...docks, [id]: dock } }));
}

export function openPalette(text = ''): void {
  workspaceStore.setState({ isPaletteOpen: true, paletteText: text });
}

export function closePalette(): void {
  workspaceStore.setState({ isPaletteOpen: false, paletteText: '' });
}

export function toggleKeys(): void {
  workspaceStore.setState(({ areKeysShown }) => ({ areKeysShown: !areKeysShown }));
}

/** Brings a panel to the front of the current workspace, opening it as a tab of the active group when it is closed. */
export function openPanel(component: string, title: string): void {
  const { current, docks } = workspaceStore.getState();
  const dock = docks[current];
  if (dock === undefined) return;
  const open = dock.panels.find((panel) => panel.api.component === component);
  if (open) open.api.setActive();
  else dock.addPanel({ id: component, component, title, params: { link: 'blue' } });
}
