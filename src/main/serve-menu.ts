import { type IpcMainEvent, ipcMain } from 'electron';
import { enableTradingItems } from './application-menu.ts';

/** Takes the page's word on what of the trading menu can be chosen; nothing once that page is gone or loads anew. */
export function serveMenu(isTrusted: (event: IpcMainEvent) => boolean): void {
  const known = new Set<number>();
  ipcMain.on('menu:enabled', (event, enabled: unknown) => {
    if (!isTrusted(event) || !Array.isArray(enabled)) return;
    enableTradingItems(enabled.map(String));
    const { sender } = event;
    if (known.has(sender.id)) return;
    known.add(sender.id);
    const nothing = (): void => enableTradingItems([]);
    sender.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) nothing();
    });
    sender.once('render-process-gone', nothing);
    sender.once('destroyed', () => {
      known.delete(sender.id);
      nothing();
    });
  });
}
