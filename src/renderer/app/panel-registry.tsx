import { type ComponentType, lazy } from 'react';
import { AccountsPanel } from '../panels/accounts/accounts-panel.tsx';
import { AgentsPanel } from '../panels/agents/agents-panel.tsx';
import { AlertsPanel } from '../panels/alerts/alerts-panel.tsx';
import { CachesPanel } from '../panels/caches-panel.tsx';
import { ChartPanel } from '../panels/chart/chart-panel.tsx';
import { CostsPanel } from '../panels/costs/costs-panel.tsx';
import { DataPanel } from '../panels/data/data-panel.tsx';
import { DecisionPanel } from '../panels/decision/decision-panel.tsx';
import { DecisionsPanel } from '../panels/decision/decisions-panel.tsx';
import { DepthPanel } from '../panels/depth/depth-panel.tsx';
import { FillsPanel } from '../panels/fills/fills-panel.tsx';
import { InstrumentPanel } from '../panels/instrument/instrument-panel.tsx';
import { JournalPanel } from '../panels/journal-panel.tsx';
import { LadderPanel } from '../panels/ladder/ladder-panel.tsx';
import { HealthPanel } from '../panels/ops/health-panel.tsx';
import { StreamsPanel } from '../panels/ops/streams-panel.tsx';
import { OptionsPanel } from '../panels/options/options-panel.tsx';
import { OrderTicketPanel } from '../panels/order-ticket/order-ticket-panel.tsx';
import { OrdersPanel } from '../panels/orders/orders-panel.tsx';
import type { PanelProps } from '../panels/panel-props.ts';
import { PositionsPanel } from '../panels/positions/positions-panel.tsx';
import { ProposalsPanel } from '../panels/proposals/proposals-panel.tsx';
import { RecoveryPanel } from '../panels/recovery/recovery-panel.tsx';
import { ReplayBar } from '../panels/replay-bar.tsx';
import { SafetyPanel } from '../panels/safety/safety-panel.tsx';
import { SchedulePanel } from '../panels/schedule-panel.tsx';
import { SettingsPanel } from '../panels/settings/settings-panel.tsx';
import { StrategyRunsPanel } from '../panels/strategy-runs/strategy-runs-panel.tsx';
import { TasksPanel } from '../panels/tasks-panel.tsx';
import { WatchlistPanel } from '../panels/watchlist/watchlist-panel.tsx';

// The large chart library comes with the first panel that needs it, not with the first frame.
const BacktestPanel = lazy(async () => ({
  default: (await import('../panels/backtest/backtest-panel.tsx')).BacktestPanel,
}));
const RunsPanel = lazy(async () => ({
  default: (await import('../panels/backtest/runs/runs-panel.tsx')).RunsPanel,
}));
const EquityPanel = lazy(async () => ({ default: (await import('../panels/equity-panel.tsx')).EquityPanel }));

/** A kind of panel: its name in layouts, what people call it, how it is drawn, and the keys that work in it. */
export interface PanelKind {
  readonly id: string;
  readonly title: string;
  readonly Component: ComponentType<PanelProps>;
  /** Shows a symbol, so it wears a coloured square. */
  readonly isLinked: boolean;
  readonly keys: readonly { readonly keys: string; readonly what: string }[];
}

const TABLE_KEYS = [
  { keys: '↑ ↓', what: 'choose a row' },
  { keys: 'Home End', what: 'first, last row; PgUp PgDn a page' },
];
const WHY_KEY = { keys: '⏎', what: 'why: back to the data it saw' };

export const PANEL_KINDS: readonly PanelKind[] = [
  {
    id: 'watchlist',
    title: 'Watchlist',
    Component: WatchlistPanel,
    isLinked: true,
    keys: [
      ...TABLE_KEYS,
      { keys: 'Alt ↑ ↓', what: 'move a row; dragging does too' },
      { keys: 'L', what: 'stream its prices, or stop' },
      { keys: 'Ins', what: 'to the line that adds symbols' },
      { keys: 'Del', what: 'stop following' },
      { keys: '← →', what: 'lists: choose; Alt moves, F2 renames, Del Del deletes' },
    ],
  },
  {
    id: 'chart',
    title: 'Chart',
    Component: (props) => <ChartPanel {...props} replayBar={<ReplayBar />} />,
    isLinked: true,
    keys: [
      { keys: 'wheel', what: 'zoom at the pointer' },
      { keys: '+ −', what: 'zoom (↑ ↓ too)' },
      { keys: 'drag', what: 'move through time' },
      { keys: '← →', what: 'move through time; with ⇧ half a screen' },
      { keys: 'Home End', what: 'oldest, newest bar' },
      { keys: 'double click', what: 'show all' },
      { keys: 'Menu', what: 'buy, sell or alert at a price; a right press too' },
      { keys: 'Tab', what: 'to the lines of orders: ↑ ↓ move, ⏎ sends, Del cancels' },
    ],
  },
  {
    id: 'order-ticket',
    title: 'Order',
    Component: OrderTicketPanel,
    isLinked: true,
    keys: [
      { keys: '⏎', what: 'preview once more and send' },
      { keys: '↑ ↓', what: 'a price up or down by a tick; with ⇧ by ten' },
      { keys: 'Esc', what: 'leave, back to where the keyboard was' },
      { keys: '← →', what: 'buy or sell' },
    ],
  },
  {
    id: 'agents',
    title: 'Agents',
    Component: AgentsPanel,
    isLinked: false,
    keys: [{ keys: '⏎', what: 'details of an agent' }],
  },
  { id: 'decision', title: 'Decision', Component: DecisionPanel, isLinked: true, keys: [] },
  {
    id: 'alerts',
    title: 'Alerts',
    Component: AlertsPanel,
    isLinked: true,
    keys: [
      ...TABLE_KEYS,
      { keys: '⏎', what: 'edit; on the line below: create' },
      { keys: 'R', what: 're-arm' },
      { keys: 'D', what: 'switch off or on' },
      { keys: 'Del', what: 'remove' },
    ],
  },
  {
    id: 'positions',
    title: 'Positions',
    Component: PositionsPanel,
    isLinked: true,
    keys: [...TABLE_KEYS, WHY_KEY, { keys: 'Del', what: 'flatten: once asks, twice does it' }],
  },
  {
    id: 'orders',
    title: 'Orders',
    Component: OrdersPanel,
    isLinked: true,
    keys: [
      ...TABLE_KEYS,
      WHY_KEY,
      { keys: '→ ←', what: 'show, hide every change of its state' },
      { keys: 'M', what: 'new quantity or prices; Enter asks, Esc leaves' },
      { keys: 'Del', what: 'cancel an open order' },
      { keys: '⇧ Del', what: 'cancel all: once asks, twice does it' },
    ],
  },
  { id: 'fills', title: 'Fills', Component: FillsPanel, isLinked: true, keys: [...TABLE_KEYS, WHY_KEY] },
  { id: 'costs', title: 'Costs', Component: CostsPanel, isLinked: true, keys: [...TABLE_KEYS, WHY_KEY] },
  {
    id: 'proposals',
    title: 'Proposals',
    Component: ProposalsPanel,
    isLinked: true,
    keys: [
      ...TABLE_KEYS,
      { keys: 'Y', what: 'send it, judged as things are now' },
      { keys: 'N', what: 'decline it' },
      WHY_KEY,
    ],
  },
  {
    id: 'strategy-runs',
    title: 'Strategies',
    Component: StrategyRunsPanel,
    isLinked: false,
    keys: [
      ...TABLE_KEYS,
      { keys: '⏎', what: 'details of a run; in the form: start' },
      { keys: 'Ins', what: 'start a strategy' },
      { keys: 'Del', what: 'stop: once asks, twice does it' },
    ],
  },
  {
    id: 'accounts',
    title: 'Accounts',
    Component: AccountsPanel,
    isLinked: false,
    keys: [...TABLE_KEYS, { keys: '⏎', what: 'trade this account' }],
  },
  {
    id: 'recovery',
    title: 'Recovery',
    Component: RecoveryPanel,
    isLinked: false,
    keys: [
      { keys: '↑ ↓', what: 'choose what to decide' },
      { keys: '1 2 3', what: 'the answers it offers' },
      { keys: 'N', what: 'write the number it has at the broker; ⏎ keeps it as working' },
    ],
  },
  {
    id: 'safety',
    title: 'Safety',
    Component: SafetyPanel,
    isLinked: false,
    keys: [
      { keys: '1 2 3', what: 'hold, cancel all, reduce only' },
      { keys: '4', what: 'held down: flatten' },
      { keys: 'Esc', what: 'close' },
    ],
  },
  {
    id: 'decisions',
    title: 'Decisions',
    Component: DecisionsPanel,
    isLinked: true,
    keys: [...TABLE_KEYS, { keys: '⏎', what: 'open its explanation' }],
  },
  {
    id: 'tasks',
    title: 'Tasks',
    Component: TasksPanel,
    isLinked: false,
    keys: [...TABLE_KEYS, { keys: 'Del', what: 'cancel a task' }],
  },
  { id: 'instrument', title: 'Instrument', Component: InstrumentPanel, isLinked: true, keys: [] },
  {
    id: 'ladder',
    title: 'Ladder',
    Component: LadderPanel,
    isLinked: true,
    keys: [
      { keys: '↑ ↓', what: 'choose a price; with ⇧ ten rows' },
      { keys: 'B S', what: 'buy, sell there: limit, or stop beyond the market' },
      { keys: 'Alt ↑ ↓', what: 'move the orders there' },
      { keys: '+ −', what: 'quantity: the next size, the one before' },
      { keys: 'C', what: 'centre on the market' },
      { keys: 'Del', what: 'cancel the orders there; ⇧ Del all of the symbol' },
      { keys: 'F F', what: 'flatten: once asks, twice does it' },
    ],
  },
  {
    id: 'options',
    title: 'Options',
    Component: OptionsPanel,
    isLinked: true,
    keys: [
      { keys: '↑ ↓', what: 'choose a strike; Home End, PgUp PgDn' },
      { keys: '← →', what: 'bid or ask of call or put; in the dates: another expiration' },
      { keys: '⏎', what: 'add a leg: a bid sells, an ask buys; in the ticket: send' },
      { keys: 'C', what: 'back to the money' },
    ],
  },
  { id: 'depth', title: 'Depth', Component: DepthPanel, isLinked: true, keys: [] },
  {
    id: 'streams',
    title: 'Streams',
    Component: StreamsPanel,
    isLinked: true,
    keys: [...TABLE_KEYS, { keys: 'Del', what: 'stop streaming a symbol' }],
  },
  { id: 'health', title: 'Health', Component: HealthPanel, isLinked: false, keys: [] },
  { id: 'caches', title: 'Caches', Component: CachesPanel, isLinked: false, keys: TABLE_KEYS },
  { id: 'schedule', title: 'Schedule', Component: SchedulePanel, isLinked: false, keys: TABLE_KEYS },
  { id: 'journal', title: 'Journal', Component: JournalPanel, isLinked: false, keys: TABLE_KEYS },
  { id: 'equity', title: 'Equity', Component: EquityPanel, isLinked: false, keys: [] },
  {
    id: 'backtest',
    title: 'Backtest',
    Component: BacktestPanel,
    isLinked: true,
    keys: [
      { keys: '⏎', what: 'run with what the fields say' },
      { keys: 'Esc', what: 'cancel what runs in this view' },
      { keys: '← →', what: 'the view before, the next' },
      { keys: '↑ ↓', what: 'trades: show one in the chart; Esc shows all' },
      { keys: '← → ↑ ↓ ⏎', what: 'heat map: walk over the cells, run one; a click runs too' },
    ],
  },
  {
    id: 'runs',
    title: 'Runs',
    Component: RunsPanel,
    isLinked: false,
    keys: [
      ...TABLE_KEYS,
      { keys: '⏎', what: 'open in the lab' },
      { keys: 'Space', what: 'mark; C compares two to five' },
      { keys: 'F2', what: 'name, tags, notes' },
      { keys: 'E', what: 'export the tear sheet' },
      { keys: 'Del Del', what: 'remove, once asks, twice does it' },
      { keys: 'Esc', what: 'back from comparing; take marks away' },
    ],
  },
  {
    id: 'data',
    title: 'Data',
    Component: DataPanel,
    isLinked: true,
    keys: [
      { keys: '← →', what: 'the view before, the next' },
      ...TABLE_KEYS,
      { keys: 'Esc', what: 'close the details' },
      { keys: '⏎ C', what: 'series: show in the chart; U downloads what is newer' },
      { keys: 'T', what: 'sources: test' },
      { keys: 'Del', what: 'downloads: cancel; streams: stop' },
      { keys: '⏎', what: 'quarantine: fix a row; a gap: fill it' },
      { keys: 'R', what: 'quarantine: release' },
      { keys: 'Space', what: 'quarantine: mark; Ctrl/⌘ A marks all' },
      { keys: 'Del Del', what: 'quarantine: discard, once asks, twice does it' },
    ],
  },
  {
    id: 'settings',
    title: 'Settings',
    Component: SettingsPanel,
    isLinked: false,
    keys: [
      { keys: '⏎', what: 'keep a field' },
      { keys: 'Esc', what: 'take a field back; once more: close' },
    ],
  },
];

export function panelKind(id: string): PanelKind | undefined {
  return PANEL_KINDS.find((kind) => kind.id === id);
}
