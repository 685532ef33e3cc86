import { type ReactNode, useEffect, useState } from 'react';
import { watchedSymbols } from '#contract/services/settings';
import { useConnection } from '../client/connection.ts';
import { EmptyState } from '../components/notice.tsx';
import { useSession, useSettings } from '../stores/engine-streams.ts';
import { linkSymbol, useLinkedSymbol } from '../stores/focus.ts';
import { allowDesktopNotifications, allowFillSound } from '../stores/toasts.ts';
import { OrderChangeSheet } from '../trading/order-change-sheet.tsx';
import { onLayoutReset } from './commands.ts';
import { layOutDefault } from './default-layout.ts';
import { useDesktopMenu } from './desktop-menu.ts';
import { Dock } from './dock.tsx';
import { ImportDrop } from './import/import-drop.tsx';
import { KeyHelp } from './key-help.tsx';
import { useStopped } from './kill-control.ts';
import { NoticeBar } from './notice-bar.tsx';
import { useRecoveryAtStart } from './recovery-control.ts';
import { currentSettings } from './save-settings.ts';
import { StatusBar } from './status-bar.tsx';
import { applyRememberedTheme, useTheme } from './theme.ts';
import { Toasts } from './toasts.tsx';
import { TopBar } from './top-bar.tsx';
import { useKeyboard } from './use-keyboard.ts';
import { useWorkspace, WORKSPACES, type WorkspaceId, workspaceStore } from './workspace-control.ts';

applyRememberedTheme();
allowDesktopNotifications(
  () =>
    currentSettings()?.desktopNotifications === true &&
    'Notification' in window &&
    Notification.permission === 'granted' &&
    !document.hasFocus(),
);
allowFillSound(() => currentSettings()?.isFillSoundOn === true);
onLayoutReset((id) => {
  const dock = workspaceStore.getState().docks[id];
  dock?.clear();
  if (dock) layOutDefault(dock, id);
});

/** The whole screen. */
export function App(): ReactNode {
  useTheme();
  useKeyboard();
  useDesktopMenu();
  useFirstSymbol();
  const isHalted = useStopped().stopped.length > 0;
  useRecoveryAtStart();
  return (
    <div className={isHalted ? 'app halted' : 'app'}>
      <TopBar />
      <NoticeBar />
      <Workspaces />
      <StatusBar />
      <Toasts />
      <KeyHelp />
      <ImportDrop />
      <OrderChangeSheet />
    </div>
  );
}

/** Workspaces are built when first shown and kept, so that coming back finds everything as it was. */
function Workspaces(): ReactNode {
  const current = useWorkspace((state) => state.current);
  const [visited, setVisited] = useState<readonly WorkspaceId[]>([current]);
  const isReady = useSettings() !== null;
  useEffect(() => setVisited((known) => (known.includes(current) ? known : [...known, current])), [current]);
  if (!isReady) return <Waiting />;
  return (
    <main className="workspaces">
      {WORKSPACES.filter(({ id }) => visited.includes(id)).map(({ id, title }) => (
        <section
          key={id}
          className="workspace"
          aria-label={title}
          data-current={id === current}
          inert={id !== current}
        >
          <Dock workspace={id} />
        </section>
      ))}
    </main>
  );
}

function Waiting(): ReactNode {
  const { phase, problem, attempts } = useConnection();
  return (
    <main className="workspaces waiting">
      {phase === 'disconnected' ? (
        <EmptyState title="The engine does not answer">
          {problem}. Tried {attempts} times, trying on. Trading needs the engine; nothing is sent without it.
        </EmptyState>
      ) : (
        <EmptyState title="Looking for the engine">The screen opens with its first word.</EmptyState>
      )}
    </main>
  );
}

/** Something to look at from the first moment: the first symbol followed, or the session's first. */
function useFirstSymbol(): void {
  const linked = useLinkedSymbol('blue');
  const settings = useSettings();
  const first = settings ? watchedSymbols(settings)[0] : undefined;
  const ofSession = useSession()?.symbols[0];
  useEffect(() => {
    const symbol = first ?? ofSession;
    if (linked === null && symbol !== undefined) linkSymbol(symbol);
  }, [linked, first, ofSession]);
}
