import { OctopusError } from '#contract/errors';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { SocketClient, SocketRequest } from '#engine/ports/socket-client';
import { LastingLine } from './lasting-line.ts';

export interface SocketClientOptions {
  /** Name of the provider it speaks for, as messages give it. */
  readonly provider: string;
  /** `wss://…`. Plain `ws://` is taken for this machine only, as keys would travel in clear. */
  readonly baseUrl: string;
  readonly clock: Clock;
  /** 0 (inclusive) to 1, to spread attempts. */
  readonly random: () => number;
  readonly log: Log;
  /** How the product names itself to vendors. */
  readonly userAgent: string;
  /** A connection that takes longer to make is given up and tried again. */
  readonly handshakeMs?: number;
  /** A longer message ends the connection, which is made anew. */
  readonly bytesMax?: number;
}

const HANDSHAKE_MS = 15_000;
const BYTES_MAX = 4 * 1024 * 1024;
const KNOWN_LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** A client for one vendor by `ws`. Throws a BAD_REQUEST for an address that is not safe. */
export function createSocketClient(options: SocketClientOptions): SocketClient {
  const { provider, clock, random, log, userAgent } = options;
  const base = checkedBase(provider, options.baseUrl);
  return {
    connect: (request, handlers) =>
      new LastingLine(
        {
          provider,
          clock,
          random,
          log,
          userAgent,
          address: addressOf(base, request),
          secrets: Object.values(request.secretQuery ?? {}),
          idleMs: request.idleMs,
          handshakeMs: options.handshakeMs ?? HANDSHAKE_MS,
          bytesMax: options.bytesMax ?? BYTES_MAX,
        },
        handlers,
      ),
  };
}

function checkedBase(provider: string, baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const isSafe =
    url?.protocol === 'wss:' || (url?.protocol === 'ws:' && KNOWN_LOOPBACK.includes(url.hostname));
  if (!url || !isSafe || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new OctopusError(
      'BAD_REQUEST',
      `${provider}: the address of its stream must be wss, or ws on this machine, without user or query; check the stream URL`,
    );
  }
  return url.href.replace(/\/+$/, '');
}

function addressOf(base: string, { path, secretQuery }: SocketRequest): string {
  const secrets = new URLSearchParams({ ...secretQuery }).toString();
  if (secrets === '') return `${base}${path}`;
  return `${base}${path}${path.includes('?') ? '&' : '?'}${secrets}`;
}
