import { app, type Session, shell, type WebContents } from 'electron';

/** Granted to our own page: telling of fills, and copying on a click. Everything else is denied. */
const GRANTED_PERMISSIONS = ['notifications', 'clipboard-sanitized-write'];

/** Denies a session every permission but ours, and every device. */
export function limitSession(session: Session, isOurs: (url: string) => boolean): void {
  session.setPermissionRequestHandler((_contents, permission, decide, details) => {
    decide(GRANTED_PERMISSIONS.includes(permission) && isOurs(details.requestingUrl));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => GRANTED_PERMISSIONS.includes(permission) && isOurs(origin),
  );
  session.setDevicePermissionHandler(() => false);
}

/** Keeps every page where it is: no navigation away, no new windows, no webviews. Links to https open in the browser. */
export function limitPages(isOurs: (url: string) => boolean): void {
  app.on('web-contents-created', (_event, contents) => {
    limitNavigation(contents, isOurs);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      openOutside(url);
      return { action: 'deny' };
    });
  });
}

function limitNavigation(contents: WebContents, isOurs: (url: string) => boolean): void {
  contents.on('will-navigate', (event, url) => {
    if (isOurs(url)) return;
    event.preventDefault();
    openOutside(url);
  });
  contents.on('will-redirect', (event, url) => {
    if (!isOurs(url)) event.preventDefault();
  });
}

function openOutside(url: string): void {
  if (url.startsWith('https://')) void shell.openExternal(url);
}
