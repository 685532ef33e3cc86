import type { Channel } from '#contract/rpc/channel';
import { createPortChannel } from '#contract/rpc/port-channel';
import { createSocketChannel } from '#contract/rpc/socket-channel';

/** The two lines to the engine: calls as text, market data as binary. */
export interface EngineChannels {
  readonly rpc: Channel;
  readonly feed: Channel;
}

/** What preload offers in the desktop window: asks main to introduce this window to the engine. */
export interface OctopusBridge {
  /** The engine's ports arrive as one `engine:ports` window message: the RPC port, then the feed port. */
  connect(): void;
  /** Where a chosen or dropped file is on this machine; empty for one that is on no disk. */
  pathOf(file: File): string;
  /** Which commands of the page can be chosen in the app's menu, by their ids. */
  enableMenu(ids: readonly string[]): void;
  /** Tells what is chosen there; the answer unsubscribes. */
  onMenuCommand(listener: (id: string) => void): () => void;
  /** Prints a report to a PDF file that the person chooses, and answers its path; null when they did not. */
  printReport(report: { readonly html: string; readonly fileName: string }): Promise<string | null>;
}

/** What the desktop window adds; undefined in a browser. */
export function desktopBridge(): OctopusBridge | undefined {
  return (window as { octopus?: OctopusBridge }).octopus;
}

const PORTS_TIMEOUT_MS = 10_000;

/** Opens fresh channels: MessagePorts in the desktop window, WebSockets of the page's own host in a browser. */
export function openChannels(): Promise<EngineChannels> {
  const bridge = desktopBridge();
  return bridge ? openPorts(bridge) : openSockets(window.location);
}

let isPageFresh = true;

async function openSockets(location: Location): Promise<EngineChannels> {
  if (!isPageFresh) await renewAccess(location);
  isPageFresh = false;
  const base = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}`;
  return {
    rpc: createSocketChannel(new WebSocket(`${base}/rpc`)),
    feed: createSocketChannel(new WebSocket(`${base}/feed`)),
  };
}

/** A server started anew lets in only who has its new cookie; asking for the page again brings that. */
async function renewAccess(location: Location): Promise<void> {
  const answer = await fetch(`${location.origin}/`, { cache: 'no-store' }).catch(() => null);
  if (answer === null) throw new Error(`no engine answers at ${location.host}`);
  if (!answer.ok) throw new Error(`the server at ${location.host} refuses this page (${answer.status})`);
}

function openPorts(bridge: OctopusBridge): Promise<EngineChannels> {
  return new Promise((resolve, reject) => {
    const receive = (event: MessageEvent<unknown>): void => {
      if (event.source !== window || event.data !== 'engine:ports') return;
      const [rpc, feed] = event.ports;
      if (rpc === undefined || feed === undefined) return;
      finish();
      const channels = { rpc: createPortChannel(rpc), feed: createPortChannel(feed) };
      // The engine learns at once that the page went; and Electron 25 crashes on a port still listened to by then.
      window.addEventListener('pagehide', () => closeBoth(channels), { once: true });
      resolve(channels);
    };
    const finish = (): void => {
      clearTimeout(timer);
      window.removeEventListener('message', receive);
    };
    const timer = setTimeout(() => {
      finish();
      reject(new Error(`the desktop shell gave no line to the engine within ${PORTS_TIMEOUT_MS / 1000} s`));
    }, PORTS_TIMEOUT_MS);
    window.addEventListener('message', receive);
    bridge.connect();
  });
}

function closeBoth({ rpc, feed }: EngineChannels): void {
  rpc.close();
  feed.close();
}
