import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** A page of an app reached over its debugging port, for apps that no browser driver started. */
export interface DebuggedPage {
  /** Value of an expression, its promise awaited. Throws what the page threw. */
  evaluate<T>(expression: string): Promise<T>;
  close(): void;
}

interface Reply {
  readonly id: number;
  readonly error?: { readonly message: string };
  readonly result?: {
    readonly result: { readonly value: unknown };
    readonly exceptionDetails?: {
      readonly text: string;
      readonly exception?: { readonly description: string };
    };
  };
}

/** Waits for the first page behind a debugging port and attaches to it. */
export async function openDebuggedPage(port: number): Promise<DebuggedPage> {
  const socket = new WebSocket(await pageAddress(port));
  await once(socket, 'open');
  const waiting = new Map<number, (reply: Reply) => void>();
  let lastId = 0;
  socket.on('message', (data) => {
    const reply = JSON.parse(String(data)) as Reply;
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  return {
    async evaluate<T>(expression: string): Promise<T> {
      const id = ++lastId;
      const answered = new Promise<Reply>((resolve) => waiting.set(id, resolve));
      socket.send(
        JSON.stringify({
          id,
          method: 'Runtime.evaluate',
          params: { expression, awaitPromise: true, returnByValue: true },
        }),
      );
      const { error, result } = await answered;
      if (error) throw new Error(error.message);
      if (result?.exceptionDetails)
        throw new Error(result.exceptionDetails.exception?.description ?? result.exceptionDetails.text);
      return result?.result.value as T;
    },
    close: () => socket.close(),
  };
}

async function pageAddress(port: number): Promise<string> {
  for (let attempt = 0; attempt < 1_000; attempt++) {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
      type: string;
      webSocketDebuggerUrl: string;
    }[];
    const page = targets.find((target) => target.type === 'page');
    if (page) return page.webSocketDebuggerUrl;
    await sleep(10);
  }
  throw new Error(`no page appeared on debugging port ${port}`);
}
