import { draftAlertAt } from '../panels/alerts/alert-store.ts';
import { openRun, showLabView } from '../panels/backtest/lab/lab-store.ts';
import { focusStore, linkSymbol } from '../stores/focus.ts';
import { quoteOf } from '../stores/quotes.ts';
import { haltTrading, openSafety, pullKill, resumeTrading } from './kill-control.ts';
import { cancelOrdersShown, changeNewestOrder, flattenShown } from './order-control.ts';
import { openRecovery } from './recovery-control.ts';
import {
  cancelAllOrders,
  REPLAY_SPEEDS,
  setAutonomy,
  setReplaySpeed,
  speedText,
  startNewSession,
  stepReplay,
  toggleReplay,
} from './session-control.ts';
import { toggleTheme } from './theme.ts';
import { goToTicket, goToWhatAsks } from './ticket-control.ts';
import {
  focusNextPanel,
  focusPanel,
  openPalette,
  openPanel,
  showWorkspace,
  toggleKeys,
  WORKSPACES,
  type WorkspaceId,
  workspaceStore,
} from './workspace-control.ts';

/** Something a person can ask of the screen, by key or by name. */
export interface Command {
  /** What a key binding in the settings refers to. */
  readonly id: string;
  readonly title: string;
  readonly group: 'Replay' | 'Trading' | 'View';
  /** Key it has unless the settings say otherwise, as tinykeys writes it. */
  readonly keys?: string;
  /** Works while a field has the focus too. */
  readonly isGlobal?: boolean;
  readonly run: () => void;
}

export const COMMANDS: readonly Command[] = [
  {
    id: 'palette.open',
    title: 'Find a symbol or action',
    group: 'View',
    keys: '$mod+k',
    isGlobal: true,
    run: () => openPalette(),
  },
  {
    id: 'trading.halt',
    title: 'HALT: cancel every order, refuse new ones',
    group: 'Trading',
    keys: 'Shift+Escape',
    isGlobal: true,
    run: haltTrading,
  },
  {
    id: 'trading.safety',
    title: 'Kill switch in steps, watchdog, drills; flatten everything',
    group: 'Trading',
    keys: 'Alt+h',
    isGlobal: true,
    run: openSafety,
  },
  {
    id: 'trading.hold',
    title: 'Hold: send nothing new, leave what works',
    group: 'Trading',
    run: () => void pullKill('hold'),
  },
  {
    id: 'trading.reduce-only',
    title: 'Reduce only: orders towards flat alone',
    group: 'Trading',
    run: () => void pullKill('reduce-only'),
  },
  {
    id: 'trading.resume',
    title: 'Resume trading after a halt',
    group: 'Trading',
    run: () => resumeTrading(),
  },
  {
    id: 'recovery.open',
    title: 'Recovery: orders of unknown outcome, books that differ',
    group: 'Trading',
    run: openRecovery,
  },
  {
    id: 'ticket.buy',
    title: 'Buy: go to the ticket, place an order',
    group: 'Trading',
    keys: 'b',
    run: () => goToTicket('buy'),
  },
  {
    id: 'ticket.sell',
    title: 'Sell: go to the ticket, place an order',
    group: 'Trading',
    keys: 's',
    run: () => goToTicket('sell'),
  },
  {
    id: 'ticket.meant-so',
    title: 'Meant so? Go to what an order asks before it is sent',
    group: 'Trading',
    keys: 'Alt+m',
    isGlobal: true,
    run: goToWhatAsks,
  },
  {
    id: 'orders.change',
    title: 'Change the newest working order in the symbol shown',
    group: 'Trading',
    run: changeNewestOrder,
  },
  {
    id: 'orders.cancel-symbol',
    title: 'Cancel the orders in the symbol shown',
    group: 'Trading',
    run: cancelOrdersShown,
  },
  {
    id: 'position.flatten',
    title: 'Flatten the symbol shown: cancel its orders, close what is held',
    group: 'Trading',
    run: flattenShown,
  },
  { id: 'orders.cancel-all', title: 'Cancel all open orders', group: 'Trading', run: cancelAllOrders },
  {
    id: 'replay.toggle',
    title: 'Play or pause the replay',
    group: 'Replay',
    keys: 'Space',
    run: toggleReplay,
  },
  { id: 'replay.step', title: 'Step one day', group: 'Replay', keys: 'ArrowRight', run: () => stepReplay(1) },
  {
    id: 'replay.step-week',
    title: 'Step five days',
    group: 'Replay',
    keys: 'Shift+ArrowRight',
    run: () => stepReplay(5),
  },
  {
    id: 'replay.new',
    title: 'New replay session with a fresh account',
    group: 'Replay',
    run: startNewSession,
  },
  ...REPLAY_SPEEDS.map((speed) => ({
    id: `replay.speed-${speed}`,
    title: `Replay speed: ${speedText(speed)}`,
    group: 'Replay' as const,
    run: () => setReplaySpeed(speed),
  })),
  { id: 'autonomy.off', title: 'Strategies: off', group: 'Trading', run: () => setAutonomy('off') },
  {
    id: 'autonomy.suggest',
    title: 'Strategies: suggest only',
    group: 'Trading',
    run: () => setAutonomy('suggest'),
  },
  {
    id: 'autonomy.confirm',
    title: 'Strategies: ask for each order',
    group: 'Trading',
    run: () => setAutonomy('confirm'),
  },
  {
    id: 'autonomy.auto',
    title: 'Strategies: act within limits',
    group: 'Trading',
    run: () => setAutonomy('auto'),
  },
  ...WORKSPACES.map(({ id, title, keys }) => ({
    id: `workspace.${id}`,
    title: `Workspace: ${title}`,
    group: 'View' as const,
    keys,
    run: () => showWorkspace(id),
  })),
  {
    id: 'alerts.at-price',
    title: 'Add alert at this price',
    group: 'Trading',
    keys: 'Alt+a',
    run: addAlertAtPrice,
  },
  { id: 'backtest.open', title: 'Run a backtest', group: 'View', run: goToBacktest },
  {
    id: 'settings.open',
    title: 'Settings',
    group: 'View',
    keys: '$mod+,',
    isGlobal: true,
    run: goToSettings,
  },
  { id: 'theme.toggle', title: 'Switch between dark and light', group: 'View', run: toggleTheme },
  { id: 'layout.reset', title: 'Reset this workspace to its first layout', group: 'View', run: resetLayout },
  {
    id: 'panel.next',
    title: 'Next panel',
    group: 'View',
    keys: 'F6',
    isGlobal: true,
    run: () => focusNextPanel(1),
  },
  {
    id: 'panel.previous',
    title: 'Panel before',
    group: 'View',
    keys: 'Shift+F6',
    isGlobal: true,
    run: () => focusNextPanel(-1),
  },
  { id: 'help.keys', title: 'Keys of the focused panel', group: 'View', keys: 'Shift+?', run: toggleKeys },
];

/** Brings the alerts to the front with one at the newest price of the symbol that is shown, to be changed or sent. */
export function addAlertAtPrice(): void {
  const symbol = focusStore.getState().linkedSymbols.blue;
  if (symbol === undefined) return;
  openPanel('alerts', 'Alerts');
  draftAlertAt(symbol, quoteOf(symbol)?.last ?? null);
}

/** Brings the backtest form to the front with the keyboard in it. */
export function goToBacktest(): void {
  showWorkspace('research');
  openPanel('backtest', 'Backtest');
  focusPanel('backtest');
}

/** Brings the lab to the front with a symbol chosen and the keyboard on the button that runs; what it makes is shown as a tear sheet. */
export function testIdeaOn(symbol: string): void {
  linkSymbol(symbol);
  openRun(null);
  showLabView('tear-sheet');
  showWorkspace('research');
  openPanel('backtest', 'Backtest');
  focusPanel('backtest', '.backtest-run .button.primary:not(:disabled)');
}

/** Brings the settings to the front with the keyboard in them. */
export function goToSettings(): void {
  openPanel('settings', 'Settings');
  focusPanel('settings');
}

/** Told by the workspace how to lay itself out anew. */
let layOut: (id: WorkspaceId) => void = () => undefined;

export function onLayoutReset(reset: (id: WorkspaceId) => void): void {
  layOut = reset;
}

function resetLayout(): void {
  layOut(workspaceStore.getState().current);
}

/** Keys of each command: the settings' word, else its own; null for none. */
export function bindingsOf(overrides: Readonly<Record<string, string>>): ReadonlyMap<string, string | null> {
  return new Map(COMMANDS.map(({ id, keys }) => [id, (overrides[id] ?? keys ?? '') || null]));
}

const KEY_NAMES: Readonly<Record<string, string>> = {
  $mod: 'Ctrl/⌘',
  Escape: 'Esc',
  ArrowRight: '→',
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '⏎',
  Shift: '⇧',
};

/** `Shift+Escape` as a person reads it: `⇧ Esc`. */
export function keysText(keys: string): string {
  if (keys === 'Shift+?') return '?';
  return keys
    .split('+')
    .map((key) => KEY_NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key))
    .join(' ');
}
