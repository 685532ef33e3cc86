import { createORPCClient, mapEventIterator } from '@orpc/client';
import { StandardRPCLink } from '@orpc/client/standard';
import type { ContractRouterClient } from '@orpc/contract';
import { ClientPeer } from '@orpc/standard-server-peer';
import type { Contract } from '../contract.ts';
import { OctopusError } from '../errors.ts';
import { isEventIterator } from './answer-errors.ts';
import type { Channel } from './channel.ts';
import { fromWireError } from './wire-error.ts';

/** What a caller may say beside the input: `client.system.ping(input, { signal, context: { timeoutMs: 500 } })`. */
export interface CallContext {
  /** How long to wait for the answer; for an event iterator, for its start only. 0 waits for ever. */
  readonly timeoutMs?: number;
}

/** The engine as its clients see it: one function a method. Every refusal is an {@link OctopusError}. */
export type EngineClient = ContractRouterClient<Contract, CallContext>;

export interface ConnectOptions {
  /** Time-out of calls that name none. */
  readonly timeoutMs?: number;
  /** Told of messages from the engine that cannot be read; they are ignored. */
  readonly onUnreadable?: (problem: string) => void;
}

const CALL_TIMEOUT_MS = 30_000;

/**
 * A client over a channel. A call ends with its answer, with TIMEOUT, with the reason of its own signal, or, when the
 * channel closes, with CHANNEL_CLOSED; time-outs and aborts also cancel the call on the other side.
 */
export function connectEngine(channel: Channel, options: ConnectOptions = {}): EngineClient {
  const { timeoutMs: timeoutMsDefault = CALL_TIMEOUT_MS, onUnreadable } = options;
  let isClosed = false;
  const peer = new ClientPeer((message) => {
    if (typeof message !== 'string')
      throw new OctopusError('BAD_REQUEST', 'a Blob or File cannot cross an RPC channel; send its text');
    channel.post(message);
  });
  channel.onMessage((message) => {
    peer.message(message).catch((error: unknown) => onUnreadable?.(String(error)));
  });
  channel.onClose(() => {
    isClosed = true;
    peer.close({ reason: closedError() });
  });

  const link = new StandardRPCLink<CallContext>(
    {
      async call(request) {
        const response = await peer.request(request);
        return { ...response, body: async () => response.body };
      },
    },
    {
      url: 'http://orpc',
      interceptors: [
        async ({ path, signal, context, next, ...rest }) => {
          const method = path.join('.');
          if (isClosed) throw closedError(method);
          const deadline = startDeadline(method, context.timeoutMs ?? timeoutMsDefault, signal);
          const convert = (error: unknown): unknown => {
            const received = fromWireError(error);
            const isAnswer = received instanceof OctopusError && received.code !== 'CHANNEL_CLOSED';
            return isClosed && !isAnswer && !signal?.aborted ? closedError(method) : received;
          };
          try {
            const output = await next({ ...rest, path, context, signal: deadline.signal });
            deadline.clear();
            if (!isEventIterator(output)) {
              deadline.release();
              return output;
            }
            return mapEventIterator(output, {
              value: async (value) => value,
              error: async (error) => convert(error),
            });
          } catch (error) {
            deadline.clear();
            deadline.release();
            throw convert(error);
          }
        },
      ],
    },
  );
  return createORPCClient<EngineClient>(link);
}

function closedError(method?: string): OctopusError {
  const what = method === undefined ? 'the call' : method;
  return new OctopusError(
    'CHANNEL_CLOSED',
    `${what} was not answered: the connection to the engine is closed; it may have been done all the same`,
  );
}

interface Deadline {
  readonly signal: AbortSignal;
  /** Takes the time limit away. */
  clear(): void;
  /** Stops following the caller's signal; a stream goes on following it. */
  release(): void;
}

/** A signal that aborts with `signal`, or with TIMEOUT after `timeoutMs` unless cleared. */
function startDeadline(method: string, timeoutMs: number, signal: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  const timer =
    timeoutMs > 0
      ? setTimeout(() => {
          const sentence = `${method}: no answer within ${timeoutMs} ms; the engine is busy or has stopped`;
          controller.abort(new OctopusError('TIMEOUT', sentence, { method, timeoutMs }));
        }, timeoutMs)
      : undefined;
  // By hand, because the oldest Chromium we run on (114) has no AbortSignal.any.
  const follow = (): void => controller.abort(signal?.reason);
  if (signal?.aborted) follow();
  else signal?.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    clear: () => clearTimeout(timer),
    release: () => signal?.removeEventListener('abort', follow),
  };
}
