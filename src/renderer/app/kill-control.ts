import { createStore, useStore } from 'zustand';
import type { AccountView, KillReport, KillStep } from '#contract/services/accounts';
import { formatMinute } from '../format/time.ts';
import { accountStream, useAccounts } from '../stores/engine-streams.ts';
import { showToast } from '../stores/toasts.ts';
import { act } from './session-control.ts';
import { focusPanel, openPanel } from './workspace-control.ts';

/** How hard to stop, gentlest first. */
export const KILL_STEPS: readonly {
  readonly step: KillStep;
  readonly title: string;
  readonly what: string;
}[] = [
  { step: 'hold', title: 'Hold', what: 'Nothing new is sent; what works at the venue goes on.' },
  { step: 'cancel-all', title: 'Cancel all', what: 'That, and every open order is cancelled.' },
  {
    step: 'reduce-only',
    title: 'Reduce only',
    what: 'Orders that open or enlarge are cancelled; only those towards flat are sent.',
  },
  {
    step: 'flatten',
    title: 'Flatten',
    what: 'Every order is cancelled, then every position is closed at the market.',
  },
];

interface KillState {
  /** The step that is being carried out. */
  readonly running: KillStep | null;
  /** What the last press came to, an account each. */
  readonly reports: readonly KillReport[];
}

export const killStore = createStore<KillState>()(() => ({ running: null, reports: [] }));
export const useKill = (): KillState => useStore(killStore);

/** Stops one account, or all when none is named. What could not be done opens the safety panel. */
export async function pullKill(step: KillStep, account?: string): Promise<void> {
  killStore.setState({ running: step });
  const isAnswered = await act('The stop was not confirmed', async ({ accounts }) => {
    const request = { step, reason: 'pressed at the screen', ...(account === undefined ? {} : { account }) };
    killStore.setState({ reports: await accounts.kill(request) });
  });
  killStore.setState({ running: null });
  if (!isAnswered) return openSafety();
  const { reports } = killStore.getState();
  if (
    reports.some(
      ({ notDone, openOrders }) => notDone.length > 0 || (step !== 'hold' && openOrders.length > 0),
    )
  )
    openSafety();
  showToast({ severity: 'warning', title: titleOf(step), text: reports.map(reportText).join(' ') });
}

/** Cancels every open order of every account and refuses new ones, at once. */
export function haltTrading(): void {
  void pullKill('cancel-all');
}

/** Lets an account trade again; every stopped one unless one is named. */
export function resumeTrading(account?: string): void {
  const stopped = accountStream.store.getState().items.filter(isStopped);
  for (const one of account === undefined ? stopped : stopped.filter((view) => view.account === account))
    void act(`Resume trading in ${one.account}`, ({ accounts }) =>
      accounts.setTradingState({
        account: one.account,
        tradingState: 'active',
        reason: 'resumed at the screen',
      }),
    );
}

/** Brings the kill switch, the watchdog and the drills to the front, with the keyboard on the steps. */
export function openSafety(): void {
  openPanel('safety', 'Safety');
  focusPanel('safety', '.kill-steps button');
}

export function isStopped({ tradingState }: AccountView): boolean {
  return tradingState !== 'active';
}

/** Accounts that do not trade freely, and how many there are in all. */
export function useStopped(): { readonly stopped: readonly AccountView[]; readonly count: number } {
  const { items } = useAccounts();
  return { stopped: items.filter(isStopped), count: items.length };
}

/** What one account's part of a press came to, in a sentence. */
export function reportText({
  account,
  tradingState,
  cancelled,
  flattened,
  waiting,
  openOrders,
  held,
}: KillReport): string {
  const closedNow = flattened.filter((symbol) => !waiting.some((one) => one.symbol === symbol));
  const parts = [
    tradingState === 'halted' ? 'no order is sent' : 'only orders towards flat are sent',
    `${cancelled} ${cancelled === 1 ? 'order' : 'orders'} cancelled`,
    ...(closedNow.length > 0 ? [`${closedNow.join(', ')} closed at the market`] : []),
    ...waiting.map(
      ({ symbol, opensTime }) => `${symbol} closes at the opening, ${formatMinute(opensTime)} New York`,
    ),
    `${openOrders.length} still open`,
    held.length === 0 ? 'nothing held' : `${held.length} ${held.length === 1 ? 'symbol' : 'symbols'} held`,
  ];
  return `${account}: ${parts.join(', ')}.`;
}

function titleOf(step: KillStep): string {
  return KILL_STEPS.find((one) => one.step === step)?.title ?? step;
}
