import { ORPCError } from '@orpc/client';
import type { AnyContractRouter } from '@orpc/contract';
import type { Context, Router } from '@orpc/server';
import { StandardRPCHandler } from '@orpc/server/standard';
import type { StandardRequest, StandardResponse } from '@orpc/standard-server';
import {
  type DecodedRequestMessage,
  deserializeRequestMessage,
  encodeResponseMessage,
  experimental_ServerPeerWithoutCodec as ServerPeer,
} from '@orpc/standard-server-peer';
import { unknownName } from '../errors.ts';
import { answerErrors } from './answer-errors.ts';
import type { Channel, ChannelMessage } from './channel.ts';
import type { RpcLog } from './wire-error.ts';

/** Longest message a client may send, in UTF-16 units. */
export const MESSAGE_LENGTH_MAX = 32 * 1024 * 1024;
/** A client that sends this many messages nobody can read is cut off. */
const UNREADABLE_MESSAGES_MAX = 20;

export interface ServeOptions {
  readonly log: RpcLog;
  /** {@link MESSAGE_LENGTH_MAX} unless told. */
  readonly messageLengthMax?: number;
}

/**
 * Answers the calls of one client. Runs until the channel closes, which aborts the signal of every call still
 * running. Messages that are no call are logged and ignored; too long a one, or too many, close the channel.
 */
export function serveChannel<T extends Context>(
  router: Router<AnyContractRouter, T>,
  channel: Channel,
  context: NoInfer<T>,
  { log, messageLengthMax = MESSAGE_LENGTH_MAX }: ServeOptions,
): void {
  const handler = new StandardRPCHandler(router, { clientInterceptors: [answerErrors(log)] });
  const methods = methodNames(router);
  const peer = new ServerPeer(async ([id, type, payload]) => {
    const encoded = await encodeResponseMessage(id, type, payload);
    if (typeof encoded !== 'string')
      throw new TypeError('answers with a Blob or File cannot cross an RPC channel');
    channel.post(encoded);
  });
  let unreadable = 0;

  async function answer(request: StandardRequest): Promise<StandardResponse> {
    const { response } = await handler.handle({ ...request, body: async () => request.body }, { context });
    return response ?? unknownMethod(request.url.pathname, methods);
  }

  channel.onMessage((message) => {
    const request = readRequest(message, messageLengthMax);
    if (typeof request !== 'string') {
      peer
        .message(request, answer)
        .catch((error: unknown) => log.warn('an RPC call ended without an answer', { error: String(error) }));
      return;
    }
    unreadable++;
    log.warn(`an RPC client sent ${request} (message ignored)`, { unreadable });
    if (unreadable >= UNREADABLE_MESSAGES_MAX || message.toString().length > messageLengthMax)
      channel.close();
  });
  channel.onClose(() => peer.close());
}

/** The call a message carries, or a few words about why it carries none. */
function readRequest(message: ChannelMessage, lengthMax: number): DecodedRequestMessage | string {
  if (typeof message !== 'string') return `${message.byteLength} bytes of binary where text is due`;
  if (message.length > lengthMax) return `${message.length} characters where at most ${lengthMax} are taken`;
  try {
    const parsed: unknown = JSON.parse(message);
    if (!isRequest(parsed)) return 'JSON that is no call';
    return deserializeRequestMessage(parsed);
  } catch (error) {
    return `unreadable text: ${error instanceof Error ? error.message : String(error)}`;
  }
}

type WireRequest = Parameters<typeof deserializeRequestMessage>[0];

function isRequest(value: unknown): value is WireRequest {
  if (!isRecord(value) || typeof value['i'] !== 'string') return false;
  const { t: type = 1, p: payload } = value;
  if (type === 4) return true;
  if (!isRecord(payload)) return false;
  if (type === 3) return payload['e'] === 'message' || payload['e'] === 'error' || payload['e'] === 'done';
  const { u: url, m: method, h: headers } = payload;
  return (
    type === 1 &&
    typeof url === 'string' &&
    (method === undefined || typeof method === 'string') &&
    (headers === undefined || isRecord(headers))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownMethod(pathname: string, methods: readonly string[]): StandardResponse {
  const wanted = pathname.slice(1).split('/').join('.');
  const error = new ORPCError('NOT_FOUND', {
    status: 404,
    message: unknownName('method', wanted, methods),
    data: { method: wanted },
  });
  return { status: 404, headers: {}, body: { json: error.toJSON() } };
}

/** Dotted names of every procedure of a router, for "did you mean". */
function methodNames(router: object, prefix = ''): string[] {
  return Object.entries(router).flatMap(([name, member]: [string, unknown]) => {
    if (typeof member !== 'object' || member === null) return [];
    return '~orpc' in member ? [`${prefix}${name}`] : methodNames(member, `${prefix}${name}.`);
  });
}
