import { parentPort, workerData } from 'node:worker_threads';
import { WebSocketServer } from 'ws';
import { createTickMessages } from './tick-messages.ts';

// Sends the same trades, one a frame as a venue does, to whoever connects; the first frame to start is the client's.
const { count, symbols } = workerData as { count: number; symbols: number };
const { messages } = createTickMessages(count, symbols);
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
const FRAMES_AT_ONCE = 500;

server.on('connection', (socket) => {
  socket.on('message', () => {
    let sent = 0;
    const sendMore = (): void => {
      const end = Math.min(sent + FRAMES_AT_ONCE, messages.length);
      while (sent < end - 1) socket.send(messages[sent++]!, { binary: false });
      // The last of each lot calls back when it is out, so that nothing piles up here.
      if (sent < messages.length) socket.send(messages[sent++]!, { binary: false }, sendMore);
    };
    sendMore();
  });
});
server.on('listening', () => parentPort?.postMessage(server.address()));
