import type { DockviewApi } from 'dockview-react';
import { createStore, useStore } from 'zustand';

/** Workspaces that exist, in the order of their keys. */
export const WORKSPACES = [
  { id: 'trade', title: 'Trade', keys: '1' },
  { id: 'research', title: 'Research', keys: '2' },
  { id: 'ops', title: 'Ops', keys: '5' },
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

export const useWorkspace = <Part>(part: (state: WorkspaceState) => Part): Part =>
  useStore(workspaceStore, part);

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

/** Moves the keyboard to the next panel in view (or the one before), into the first thing there that takes it. */
export function focusNextPanel(step: 1 | -1): void {
  const { current, docks } = workspaceStore.getState();
  const groups = docks[current]?.groups.filter((group) => group.activePanel !== undefined) ?? [];
  const index = groups.findIndex(
    (group) => group.element.contains(document.activeElement) || group.api.isActive,
  );
  const next = groups[(index + step + groups.length) % groups.length];
  if (next === undefined) return;
  next.activePanel?.api.setActive();
  const content = next.element.querySelector<HTMLElement>('[data-panel]');
  (firstFocus(content) ?? next.element).focus();
}

/** A panel just opened is drawn some frames later, or when its part of the program has come. */
const FOCUS_FRAMES = 30;

/** Moves the keyboard into a panel of the current workspace as soon as it is drawn. */
export function focusPanel(component: string, what?: string, frames = FOCUS_FRAMES): void {
  const content = document.querySelector<HTMLElement>(
    `.workspace[data-current="true"] [data-panel="${component}"]`,
  );
  const target = what === undefined ? firstFocus(content) : content?.querySelector<HTMLElement>(what);
  if (target) target.focus();
  else if (frames > 0) requestAnimationFrame(() => focusPanel(component, what, frames - 1));
  else content?.closest<HTMLElement>('.dv-groupview')?.focus();
}

/** Presses a button of a panel as soon as it is drawn and leaves the keyboard on it; `otherwise` when it never is. */
export function pressIn(component: string, what: string, otherwise: () => void, frames = FOCUS_FRAMES): void {
  const button = document.querySelector<HTMLElement>(
    `.workspace[data-current="true"] [data-panel="${component}"] ${what}`,
  );
  button?.focus();
  button?.click();
  if (button) return;
  if (frames > 0) requestAnimationFrame(() => pressIn(component, what, otherwise, frames - 1));
  else otherwise();
}

const FOCUSABLE = 'input, select, button, [tabindex="0"]';

/** What of a panel takes the keyboard first: its table, however many tools stand above it. */
function firstFocus(content: HTMLElement | null): HTMLElement | null | undefined {
  const grid = content?.querySelector<HTMLElement>('[role="grid"]');
  return grid ?? content?.querySelector<HTMLElement>(FOCUSABLE);
}

/** Puts away what floats over the current workspace, what is in front first; false when nothing did. */
export function closeFloating(): boolean {
  const { current, docks } = workspaceStore.getState();
  const dock = docks[current];
  const sheets = dock === undefined ? [] : sheetsOf(dock);
  const panel = sheets.find((one) => one === dock?.activePanel) ?? sheets.at(-1);
  panel?.api.close();
  return panel !== undefined;
}

function sheetsOf(dock: DockviewApi): DockviewApi['panels'] {
  return dock.panels.filter(
    ({ api }) => api.location.type === 'floating' && Object.hasOwn(FLOATING, api.component),
  );
}

/** What is set once and put away again floats over the panels rather than taking the place of one. */
const FLOATING: Readonly<Record<string, { readonly width: number; readonly height: number }>> = {
  settings: { width: 640, height: 560 },
  safety: { width: 640, height: 700 },
  recovery: { width: 760, height: 540 },
};

/** What needs room opens beside a panel that has it, where the workspace has one. */
const BESIDE: Readonly<Record<string, readonly string[]>> = { options: ['chart', 'backtest'] };

/**
 * Brings a panel to the front of the current workspace; a closed one opens as a tab of the active group, of the group that
 * has room for it, or floating.
 */
export function openPanel(component: string, title: string): void {
  const { current, docks } = workspaceStore.getState();
  const dock = docks[current];
  if (dock === undefined) return;
  const open = dock.panels.find((panel) => panel.api.component === component);
  if (open) {
    open.api.setActive();
    return;
  }
  const panel = { id: component, component, title, params: { link: 'blue' } };
  const size = FLOATING[component];
  const roomy = dock.panels.find(({ api }) => BESIDE[component]?.includes(api.component));
  if (size === undefined)
    dock.addPanel({
      ...panel,
      ...(roomy ? { position: { referencePanel: roomy.id, direction: 'within' as const } } : {}),
    });
  else
    dock.addPanel({
      ...panel,
      floating: {
        ...size,
        height: Math.min(size.height, dock.height - 48),
        x: (Math.min(dock.width, window.innerWidth) - size.width) / 2,
        y: 24,
      },
    });
}

/** Makes a panel of the current workspace at least so high, in CSS pixels; the answer gives the room back. */
export function makeRoom(component: string, heightMin: number): () => void {
  const { current, docks } = workspaceStore.getState();
  const panel = docks[current]?.panels.find(({ api }) => api.component === component);
  if (!panel || panel.api.height >= heightMin) return () => undefined;
  const { height } = panel.api;
  panel.api.setSize({ height: heightMin });
  return () => panel.api.setSize({ height });
}
