import { type MessagePort, workerData } from 'node:worker_threads';
import { implement } from '@orpc/server';
import { contract } from '#contract/contract';
import { createPortChannel } from '#contract/rpc/port-channel';
import { serveChannel } from '#contract/rpc/serve-channel';

// The far side of the benchmark: one port answered by RPC, one echoing bare messages.
const { rpcPort, echoPort } = workerData as { rpcPort: MessagePort; echoPort: MessagePort };
const api = implement(contract);
const router = { system: { ping: api.system.ping.handler(({ input }) => input) } };
const log = { warn: console.warn, error: console.error };
serveChannel(router, createPortChannel(rpcPort), {}, { log });
echoPort.on('message', (message: unknown) => echoPort.postMessage(message));
