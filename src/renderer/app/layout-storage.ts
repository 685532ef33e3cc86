import type { DockviewApi, SerializedDockview } from 'dockview-react';
import { currentSettings, saveSettings } from './save-settings.ts';
import { act } from './session-control.ts';
import type { WorkspaceId } from './workspace-control.ts';

/** Layouts of another version are not read: the panels they name may mean something else. */
const LAYOUT_VERSION = 1;
const SAVE_AFTER_MS = 800;

interface StoredLayouts {
  readonly version: number;
  readonly workspaces: Partial<Record<WorkspaceId, SerializedDockview>>;
}

function storedLayouts(): StoredLayouts | null {
  const layout = currentSettings()?.layout;
  if (typeof layout !== 'object' || layout === null) return null;
  const { version, workspaces } = layout as Partial<StoredLayouts>;
  if (version !== LAYOUT_VERSION || typeof workspaces !== 'object') return null;
  return { version, workspaces };
}

/** The kept layout of a workspace, or null when there is none that this version can read. */
export function storedLayout(workspace: WorkspaceId): SerializedDockview | null {
  return storedLayouts()?.workspaces[workspace] ?? null;
}

/**
 * Keeps a workspace's layout some time after the last change to it; the answer ends that. Before the first press or key
 * nothing is kept: laying out anew rounds to whole pixels, which would move every panel a little with each start.
 */
export function keepLayout(dock: DockviewApi, workspace: WorkspaceId): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const untilTouched = new AbortController();
  for (const type of ['pointerdown', 'keydown'])
    window.addEventListener(type, () => untilTouched.abort(), {
      capture: true,
      signal: untilTouched.signal,
    });
  const { dispose } = dock.onDidLayoutChange(() => {
    if (!untilTouched.signal.aborted) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (dock.panels.length === 0 || currentSettings() === null) return;
      const workspaces = { ...storedLayouts()?.workspaces, [workspace]: dock.toJSON() };
      void act('Keep the layout', () => saveSettings({ layout: { version: LAYOUT_VERSION, workspaces } }));
    }, SAVE_AFTER_MS);
  });
  return () => {
    clearTimeout(timer);
    untilTouched.abort();
    dispose();
  };
}
