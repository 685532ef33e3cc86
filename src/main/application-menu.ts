import { BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import { TRADING_MENU } from '#contract/desktop-menu';

/** Sets the menu of the platform: the usual roles, so that copying, zooming and closing work by keyboard, and the kill switch. */
export function setApplicationMenu(): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    { role: 'fileMenu' },
    { role: 'editMenu' },
    { label: 'Trading', submenu: tradingItems() },
    {
      label: 'View',
      submenu: [
        { role: 'reload' },
        { role: 'toggleDevTools' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** Which of the trading menu can be chosen now; the page says so, and nothing can while it is silent. */
export function enableTradingItems(enabled: readonly string[]): void {
  const menu = Menu.getApplicationMenu();
  for (const { id } of TRADING_MENU) {
    const item = menu?.getMenuItemById(id);
    if (item) item.enabled = enabled.includes(id);
  }
}

function tradingItems(): MenuItemConstructorOptions[] {
  return TRADING_MENU.flatMap(({ id, label, accelerator }): MenuItemConstructorOptions[] => [
    ...(id === 'trading.resume' ? [{ type: 'separator' as const }] : []),
    {
      id,
      label,
      enabled: false,
      ...(accelerator === null ? {} : { accelerator }),
      // Chosen by key while no window has the focus, it goes to the one there is.
      click: () =>
        (BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0])?.webContents.send(
          'menu:command',
          id,
        ),
    },
  ]);
}
