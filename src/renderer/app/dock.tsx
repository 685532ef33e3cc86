import {
  DockviewReact,
  type DockviewReadyEvent,
  type DockviewTheme,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from 'dockview-react';
import { type FunctionComponent, memo, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { LinkSquare } from '../components/link-square.tsx';
import { PanelHeadSlot } from '../components/panel-head.tsx';
import { LINK_COLOURS, type LinkColour } from '../stores/focus.ts';
import { showToast } from '../stores/toasts.ts';
import { layOutDefault } from './default-layout.ts';
import { DOCK_GAP, withGaps } from './layout-sizes.ts';
import { keepLayout, storedLayout } from './layout-storage.ts';
import { PanelBoundary } from './panel-boundary.tsx';
import { PANEL_KINDS, panelKind } from './panel-registry.tsx';
import { registerDock, type WorkspaceId } from './workspace-control.ts';

const THEME: DockviewTheme = { name: 'octopus', className: 'dockview-octopus', gap: DOCK_GAP };

interface PanelParameters {
  readonly link?: string;
}

function linkOf(parameters: PanelParameters | undefined): LinkColour {
  return LINK_COLOURS.find((colour) => colour === parameters?.link) ?? 'blue';
}

function slotId(api: { readonly id: string; readonly component: string }, dockId: string): string {
  return `${dockId}/${api.id}`;
}

/** One workspace: panels that dock, tab, float and resize, as they were left. */
export const Dock = memo(function Dock({ workspace }: { readonly workspace: WorkspaceId }): ReactNode {
  const stop = useRef<(() => void) | null>(null);
  const [parts] = useState(() => dockParts(workspace));
  useEffect(() => () => stop.current?.(), []);

  function onReady({ api }: DockviewReadyEvent): void {
    const stored = storedLayout(workspace);
    try {
      if (stored) api.fromJSON(withGaps(stored));
    } catch (error) {
      api.clear();
      showToast({
        severity: 'warning',
        title: 'Layout reset',
        text: `The kept layout could not be restored (${error instanceof Error ? error.message : String(error)}); this is the first one.`,
      });
    }
    if (api.panels.length === 0) layOutDefault(api, workspace);
    registerDock(workspace, api);
    stop.current = keepLayout(api, workspace);
  }

  return (
    <DockviewReact
      theme={THEME}
      components={parts.components}
      defaultTabComponent={PanelTab}
      rightHeaderActionsComponent={parts.HeaderActions}
      floatingGroupDragHandle="tabbar"
      onReady={onReady}
    />
  );
});

function dockParts(dockId: string): {
  readonly components: Record<string, FunctionComponent<IDockviewPanelProps>>;
  readonly HeaderActions: FunctionComponent<IDockviewHeaderActionsProps>;
} {
  const components = Object.fromEntries(
    PANEL_KINDS.map(({ id, title, Component }) => [
      id,
      function DockedPanel({ api, params }: IDockviewPanelProps<PanelParameters>): ReactNode {
        return (
          <section className="panel" aria-label={title} data-panel={id}>
            <PanelBoundary title={title}>
              <Suspense fallback={null}>
                <Component panelId={slotId(api, dockId)} link={linkOf(params)} />
              </Suspense>
            </PanelBoundary>
          </section>
        );
      },
    ]),
  );
  const HeaderActions = ({ activePanel }: IDockviewHeaderActionsProps): ReactNode =>
    activePanel ? <PanelHeadSlot key={activePanel.id} panelId={slotId(activePanel.api, dockId)} /> : null;
  return { components, HeaderActions };
}

/** A tab: the coloured square of a linked panel, its name, and a way to close it. */
function PanelTab({ api, params }: IDockviewPanelHeaderProps<PanelParameters>): ReactNode {
  const kind = panelKind(api.component);
  const link = linkOf(params);
  const next = LINK_COLOURS[(LINK_COLOURS.indexOf(link) + 1) % LINK_COLOURS.length] ?? 'blue';
  const title = kind?.title ?? api.title ?? api.id;
  return (
    <div className="panel-tab">
      {kind?.isLinked && <LinkSquare link={link} onNext={() => api.updateParameters({ link: next })} />}
      <span className="panel-tab-name" data-name={title}>
        {title}
      </span>
      <button
        type="button"
        className="tab-close"
        aria-label={`Close ${title}`}
        title={`Close; "${title}" in the palette opens it again`}
        tabIndex={-1}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={(event) => {
          event.stopPropagation();
          api.close();
        }}
      >
        ×
      </button>
    </div>
  );
}
