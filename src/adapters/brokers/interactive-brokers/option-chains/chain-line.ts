import type { Encoder } from '@stoqey/ib/dist/core/io/encoder.js';
import { BrokerError } from '#engine/ports/broker-error';
import type { Clock } from '#engine/ports/clock';
import type { ProviderError } from '#engine/ports/provider-error';
import { frameOf, type GatewayCodec, type GatewayMessage, loadGatewayCodec } from '../gateway-codec.ts';
import { GatewayLine, type LineEnd } from '../gateway-line.ts';
import { MessagePacer } from '../message-pacer.ts';
import { marketRefusal, refusal } from './market-refusal.ts';

const START_API = 71;
const START_API_VERSION = 2;
const READY_MS = 10_000;
const CLIENT_TAKEN = 326;
/** Delayed data where there is no subscription to live data, and what stood at the close while exchanges are closed. */
const DELAYED_FROZEN = 4;

/** Where TWS or Gateway listens, and the client number that nobody else there uses. */
export interface ChainAddress {
  readonly host: string;
  readonly port: number;
  readonly clientId: number;
}

/** What hears the answers to one question. */
export interface ChainListener {
  /** In words, for a sentence. */
  readonly what: string;
  take(message: GatewayMessage): void;
  fail(error: ProviderError): void;
}

/** A session with TWS that asks for chains alone: its own client number, no account and no order. */
export class ChainLine {
  /** Settles when questions can be asked, or never will. */
  readonly ready: Promise<void>;
  readonly #codec: GatewayCodec;
  readonly #line: GatewayLine;
  readonly #pacer: MessagePacer;
  readonly #listeners = new Map<number, ChainListener>();
  readonly #address: ChainAddress;
  #version = 0;
  #nextId = 1;
  #hasEnded = false;
  #begun: () => void = () => undefined;
  #failed: (error: ProviderError) => void = () => undefined;

  private constructor(codec: GatewayCodec, address: ChainAddress, clock: Clock) {
    this.#codec = codec;
    this.#address = address;
    this.ready = new Promise((resolve, reject) => {
      this.#begun = resolve;
      this.#failed = reject;
    });
    this.ready.catch(() => undefined);
    const offTimer = clock.after(READY_MS, () =>
      this.#end(
        refusal(
          'unavailable',
          `TWS did not begin a session within ${READY_MS / 1_000} s; log in there, then ask again`,
        ),
      ),
    );
    this.ready.then(offTimer, offTimer);
    this.#line = new GatewayLine(address.host, address.port, clock, {
      greeted: (version) => {
        this.#version = version;
        this.#line.send([frameOf([START_API, START_API_VERSION, address.clientId, ''])]);
      },
      frame: (fields) => {
        for (const message of this.#codec.decode(this.#version, fields)) this.#take(message);
      },
      ended: (end) => this.#end(lineRefusal(end, address)),
    });
    this.#pacer = new MessagePacer(clock, (frames) => this.#line.send(frames));
  }

  static async open(address: ChainAddress, clock: Clock): Promise<ChainLine> {
    return new ChainLine(await loadGatewayCodec(), address, clock);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Asks; everything that TWS says under the answered number goes to the listener until it is forgotten. */
  ask(listener: ChainListener, write: (encoder: Encoder, id: number) => void): number {
    const id = this.#nextId++;
    this.#listeners.set(id, listener);
    this.#line.hold(true);
    this.#say(
      (encoder) => write(encoder, id),
      // Whoever asks knows the number first.
      (error) => queueMicrotask(() => listener.fail(error)),
    );
    return id;
  }

  /** Nobody listens to a question any more; `write` tells TWS, where it has to be. */
  forget(id: number, write?: (encoder: Encoder) => void): void {
    if (!this.#listeners.delete(id)) return;
    if (write) this.#say(write, () => undefined);
    if (this.#listeners.size === 0) this.#line.hold(false);
  }

  #say(write: (encoder: Encoder) => void, onFailure: (error: ProviderError) => void): void {
    try {
      this.#pacer.push({
        frames: this.#codec.encode(this.#version, write),
        onSent: () => undefined,
        onDropped: (reason) => onFailure(refusal('unavailable', `${reason}; ask again`)),
      });
    } catch (error) {
      if (!(error instanceof BrokerError)) throw error;
      onFailure(refusal('unsupported', `${error.message}; then ask again`));
    }
  }

  #take(message: GatewayMessage): void {
    if (message.kind === 'next-order-id') {
      this.#say(
        (encoder) => encoder.reqMarketDataType(DELAYED_FROZEN),
        () => undefined,
      );
      this.#begun();
      return;
    }
    if (message.kind === 'notice') {
      this.#notice(message.id, message.code, message.text);
      return;
    }
    if ('requestId' in message) this.#listeners.get(message.requestId)?.take(message);
  }

  #notice(id: number, code: number, text: string): void {
    if (code === CLIENT_TAKEN) {
      const sentence = `another program has client number ${this.#address.clientId} of TWS (326); give these chains a number of their own`;
      this.#end(refusal('unauthorised', sentence));
      return;
    }
    const listener = this.#listeners.get(id);
    const error = listener && marketRefusal(code, text, listener.what);
    if (error) listener.fail(error);
    if (code === 100) this.#pacer.slowDown();
  }

  #end(error: ProviderError): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#failed(error);
    this.#line.close();
    const listeners = [...this.#listeners.values()];
    this.#listeners.clear();
    for (const listener of listeners) listener.fail(error);
    this.#pacer.dropAll('the line to TWS has ended');
  }
}

function lineRefusal({ kind, detail }: LineEnd, { host, port }: ChainAddress): ProviderError {
  const where = `${host}:${port}`;
  switch (kind) {
    case 'refused':
      return refusal(
        'unavailable',
        `nothing listens at ${where}; start TWS or Gateway, log in, and let it take API clients`,
      );
    case 'unfit':
      return refusal(
        'malformed',
        `what answers at ${where} is no TWS that is known: ${detail}; check the port`,
      );
    default:
      return refusal('unavailable', `the line to TWS at ${where} has ended: ${detail}; ask again`);
  }
}
