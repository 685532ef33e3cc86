import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { WebSocket, WebSocketServer } from 'ws';
import type { Channel } from '#contract/rpc/channel';
import { createMemoryChannelPair } from '#contract/rpc/memory-channel';
import { createPortChannel, type EmitterPort } from '#contract/rpc/port-channel';
import { createSocketChannel } from '#contract/rpc/socket-channel';

export interface ChannelEnds {
  readonly client: Channel;
  readonly server: Channel;
  /** Frees sockets and servers. */
  dispose(): Promise<void>;
}

/** Every transport a contract suite runs over, each made of its real parts. */
export const transports: Record<string, () => Promise<ChannelEnds>> = {
  memory: async () => {
    const [client, server] = createMemoryChannelPair();
    return { client, server, dispose: async () => client.close() };
  },
  'message port': async () => {
    const { port1, port2 } = new MessageChannel();
    const client = createPortChannel(port1);
    const server = createPortChannel(port2);
    return {
      client,
      server,
      dispose: async () => {
        client.close();
        server.close();
      },
    };
  },
  "emitter port, as Electron's main process has them": async () => {
    const { port1, port2 } = new MessageChannel();
    const client = createPortChannel(port1);
    const server = createPortChannel(asEmitterPort(port2));
    return {
      client,
      server,
      dispose: async () => {
        client.close();
        server.close();
      },
    };
  },
  websocket: async () => {
    const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(sockets, 'listening');
    const { port } = sockets.address() as AddressInfo;
    const accepted = once(sockets, 'connection');
    const client = createSocketChannel(new WebSocket(`ws://127.0.0.1:${port}`));
    const [socket] = (await accepted) as [WebSocket];
    return {
      client,
      server: createSocketChannel(socket),
      dispose: async () => {
        client.close();
        for (const open of sockets.clients) open.terminate();
        sockets.close();
        await once(sockets, 'close');
      },
    };
  },
};

/** A real port behind Electron's shape: messages wrapped in an event, silent until started. */
function asEmitterPort(port: MessagePort): EmitterPort {
  const listeners: ((event: { data: unknown }) => void)[] = [];
  return {
    postMessage: (message) => port.postMessage(message),
    on(type: 'message' | 'close', listener: ((event: { data: unknown }) => void) & (() => void)) {
      if (type === 'close') port.on('close', listener);
      else listeners.push(listener);
    },
    start() {
      port.on('message', (data: unknown) => {
        for (const listener of listeners) listener({ data });
      });
    },
    close: () => port.close(),
  };
}
