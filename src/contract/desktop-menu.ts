/** Commands of the page that stand in the menu of the desktop app, by their ids there. */
export const TRADING_MENU = [
  { id: 'trading.hold', label: 'Hold: send nothing new', accelerator: 'CmdOrCtrl+Shift+F9' },
  { id: 'trading.halt', label: 'Cancel all orders and halt', accelerator: 'CmdOrCtrl+Shift+F10' },
  { id: 'trading.reduce-only', label: 'Reduce only', accelerator: 'CmdOrCtrl+Shift+F11' },
  { id: 'trading.safety', label: 'Flatten, watchdog, drills…', accelerator: 'CmdOrCtrl+Shift+F12' },
  { id: 'trading.resume', label: 'Resume trading', accelerator: null },
] as const;

export type TradingMenuId = (typeof TRADING_MENU)[number]['id'];

/** Whether a text is the id of a command in the trading menu. */
export function isTradingMenuId(text: unknown): text is TradingMenuId {
  return TRADING_MENU.some(({ id }) => id === text);
}
