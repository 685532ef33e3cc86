import { pathToFileURL } from 'node:url';
import { net, protocol } from 'electron';
import { pageFile } from './page-file.ts';

/** Where the page lives: an origin of its own, which no web page shares. */
export const APP_ORIGIN = 'app://octopus';

/** What the page may load: itself only. Styles may be set inline, because charts and docking do. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Must run before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Serves the files of `folder` under {@link APP_ORIGIN}, `/` being index.html, and nothing outside it. */
export function serveApp(folder: string): void {
  protocol.handle('app', async (request) => {
    const path = pageFile(folder, request.url);
    if (request.method !== 'GET' || path === undefined) return new Response('not found', { status: 404 });
    try {
      const file = await net.fetch(pathToFileURL(path).href);
      const headers = new Headers(file.headers);
      headers.set('content-security-policy', CONTENT_SECURITY_POLICY);
      headers.set('x-content-type-options', 'nosniff');
      return new Response(file.body, { status: file.status, headers });
    } catch {
      return new Response('not found', { status: 404 });
    }
  });
}
