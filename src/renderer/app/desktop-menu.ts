import { useEffect } from 'react';
import { isTradingMenuId, type TradingMenuId } from '#contract/desktop-menu';
import type { AccountView } from '#contract/services/accounts';
import { useIsConnected } from '../client/connection.ts';
import { desktopBridge } from '../client/open-channels.ts';
import { useAccounts } from '../stores/engine-streams.ts';
import { COMMANDS } from './commands.ts';
import { useKill } from './kill-control.ts';

type Stoppable = Pick<AccountView, 'tradingState' | 'openOrders'>;

/** What of the desktop's trading menu would do something now: nothing without the engine, or while a step is carried out. */
export function choosable(accounts: readonly Stoppable[], isReady: boolean): TradingMenuId[] {
  if (!isReady) return [];
  const any = (test: (account: Stoppable) => boolean): boolean => accounts.some(test);
  const wanted: readonly [TradingMenuId, boolean][] = [
    ['trading.hold', any(({ tradingState }) => tradingState !== 'halted')],
    ['trading.halt', any(({ tradingState, openOrders }) => tradingState !== 'halted' || openOrders > 0)],
    ['trading.reduce-only', any(({ tradingState }) => tradingState !== 'reducing')],
    ['trading.safety', accounts.length > 0],
    ['trading.resume', any(({ tradingState }) => tradingState !== 'active')],
  ];
  return wanted.flatMap(([id, isChoosable]) => (isChoosable ? [id] : []));
}

/** Keeps the desktop's menu up to date and does what is chosen in it; nothing in a browser. */
export function useDesktopMenu(): void {
  const { items } = useAccounts();
  const isConnected = useIsConnected();
  const { running } = useKill();
  const enabled = choosable(items, isConnected && running === null).join();
  useEffect(() => desktopBridge()?.enableMenu(enabled === '' ? [] : enabled.split(',')), [enabled]);
  useEffect(
    () =>
      desktopBridge()?.onMenuCommand((id) => {
        if (isTradingMenuId(id)) COMMANDS.find((command) => command.id === id)?.run();
      }),
    [],
  );
}
