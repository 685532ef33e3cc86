import type { AddPanelOptions, DockviewApi } from 'dockview-react';
import { panelKind } from './panel-registry.tsx';
import type { WorkspaceId } from './workspace-control.ts';

/** From this height on the lower panels take a larger share. */
const TALL_FROM = 880;
/** A limit order with its exits and what it would do, without scrolling. */
const TICKET_HEIGHT = 520;
const WIDE_FROM = 1_900;

/** Fills an empty dock with the panels a workspace starts with, for the size it has now. */
export function layOutDefault(dock: DockviewApi, workspace: WorkspaceId): void {
  if (workspace === 'trade') layOutTrade(dock);
  else if (workspace === 'research') layOutResearch(dock);
  else layOutOps(dock);
}

type Place = Pick<AddPanelOptions, 'position' | 'initialWidth' | 'initialHeight' | 'inactive'>;
type Least = Pick<AddPanelOptions, 'minimumWidth' | 'minimumHeight'>;

/** What a panel needs to show what it is for, in a layout kept from a larger window too. */
const LEAST: Readonly<Record<string, Least>> = {
  watchlist: { minimumWidth: 266 },
  chart: { minimumWidth: 400, minimumHeight: 220 },
  'order-ticket': { minimumWidth: 290, minimumHeight: 330 },
  ladder: { minimumWidth: 290, minimumHeight: 330 },
  agents: { minimumHeight: 110 },
  decision: { minimumHeight: 110 },
};

function add(dock: DockviewApi, id: string, place: object = {}): void {
  dock.addPanel({
    id,
    component: id,
    title: panelKind(id)?.title ?? id,
    params: { link: 'blue' },
    ...LEAST[id],
    ...(place as Place),
  });
}

function layOutTrade(dock: DockviewApi): void {
  const isTall = dock.height >= TALL_FROM;
  const isWide = dock.width >= WIDE_FROM;
  const side = isWide ? 380 : 320;
  const list = isWide ? 330 : dock.width < 1_400 ? 276 : 296;
  const lower = Math.round(dock.height * (isTall ? 0.315 : 0.29));
  add(dock, 'chart');
  add(dock, 'order-ticket', { position: { direction: 'right' }, initialWidth: side });
  add(dock, 'positions', { position: { referencePanel: 'chart', direction: 'below' }, initialHeight: lower });
  add(dock, 'watchlist', { position: { referencePanel: 'chart', direction: 'left' }, initialWidth: list });
  add(dock, 'alerts', {
    position: { referencePanel: 'watchlist', direction: 'below' },
    initialHeight: isTall ? 190 : 150,
  });
  const beneath = [
    'orders',
    'fills',
    'costs',
    'proposals',
    'strategy-runs',
    'decisions',
    'accounts',
    'equity',
    'instrument',
  ];
  for (const id of [...beneath, 'tasks', 'journal'])
    add(dock, id, { position: { referencePanel: 'positions', direction: 'within' }, inactive: true });
  for (const id of ['ladder', 'depth'])
    add(dock, id, { position: { referencePanel: 'order-ticket', direction: 'within' }, inactive: true });
  const rest = dock.height - TICKET_HEIGHT;
  add(dock, 'agents', {
    position: { referencePanel: 'order-ticket', direction: 'below' },
    initialHeight: rest,
  });
  add(dock, 'decision', { position: { referencePanel: 'agents', direction: 'within' } });
}

function layOutResearch(dock: DockviewApi): void {
  add(dock, 'backtest');
  add(dock, 'data', { position: { direction: 'below' }, initialHeight: Math.round(dock.height * 0.27) });
  // Runs side by side need the height of the lab.
  add(dock, 'runs', { position: { referencePanel: 'backtest', direction: 'within' }, inactive: true });
  add(dock, 'tasks', { position: { referencePanel: 'data', direction: 'within' }, inactive: true });
}

function layOutOps(dock: DockviewApi): void {
  const lower = Math.round(dock.height * 0.42);
  add(dock, 'streams');
  add(dock, 'health', { position: { direction: 'right' }, initialWidth: Math.round(dock.width * 0.5) });
  add(dock, 'tasks', { position: { referencePanel: 'streams', direction: 'below' }, initialHeight: lower });
  add(dock, 'journal', { position: { referencePanel: 'tasks', direction: 'within' }, inactive: true });
  add(dock, 'schedule', {
    position: { referencePanel: 'health', direction: 'below' },
    initialHeight: dock.height - 190,
  });
  add(dock, 'caches', {
    position: { referencePanel: 'schedule', direction: 'below' },
    initialHeight: Math.round((dock.height - 190) * 0.56),
  });
}
