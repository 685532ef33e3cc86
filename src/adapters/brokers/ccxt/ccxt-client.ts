import type { binance, coinbase } from 'ccxt';
import { objectOf, textOf } from '#domain/values/json-value';
import { firstWords, redact } from '#domain/values/redact';
import { retryAfterMs } from '#domain/values/retry-after';
import type { BrokerPorts } from '#engine/ports/broker';
import { createTimedFetch, isCertainlyUnsent, lineFailure } from '#engine/ports/broker-request';
import { VenueFailure } from './venue-failure.ts';

/** An answer that is not of its documented form. */
export class UnreadableAnswer extends Error {}

export interface CcxtRequest {
  readonly path: string;
  /** ccxt's name of the group that the path belongs to. */
  readonly api: string | readonly string[];
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly parameters?: Readonly<Record<string, unknown>>;
}

const TIMEOUT_MS = 10_000;
type Library = typeof import('./ccxt-library.ts');
type Exchange = binance | coinbase;

/** ccxt signs requests and knows what errors mean; what is sent when, and amounts as text, stay ours. */
export class CcxtClient {
  readonly exchange: Exchange;
  readonly #library: Library;
  readonly #ports: BrokerPorts;
  readonly #ask: ReturnType<typeof createTimedFetch>;

  private constructor(library: Library, exchange: Exchange, ports: BrokerPorts, signal: AbortSignal) {
    this.#library = library;
    this.exchange = exchange;
    this.#ports = ports;
    this.#ask = createTimedFetch({ clock: ports.clock, fetch, timeoutMs: TIMEOUT_MS, signal });
  }

  /** Loads the library. What is under way ends with the signal. */
  static async load(
    id: 'binance' | 'coinbase',
    ports: BrokerPorts,
    signal: AbortSignal,
  ): Promise<CcxtClient> {
    const library = await import('./ccxt-library.ts');
    const { apiKey = '', secret = '' } = ports.fields;
    const { clock } = ports;
    const exchange = new library[id]({
      apiKey,
      // Keys of several lines are often pasted with their line ends written out.
      secret: secret.replaceAll('\\n', '\n'),
      milliseconds: () => clock.now(),
      seconds: () => Math.floor(clock.now() / 1_000),
    });
    return new CcxtClient(library, exchange, ports, signal);
  }

  /** Asks once. Throws a {@link VenueFailure} for all that is no success. */
  async ask({ path, api, method, parameters = {} }: CcxtRequest): Promise<unknown> {
    const { url, headers, body } = this.exchange.sign(path, api, method, { ...parameters });
    let response: Response;
    try {
      response = await this.#ask(url, { method, headers: headers ?? {}, body: body ?? null });
    } catch (error) {
      const kind = isCertainlyUnsent(error) ? 'unsent' : 'unknown';
      throw new VenueFailure({ kind, reason: lineFailure(error) });
    }
    const text = await response.text();
    const answer: unknown = this.exchange.parseJson(text);
    if (response.ok && answer !== undefined) {
      this.#throwIfRefused(response, url, method, text, answer);
      return answer;
    }
    if (response.status === 429 || response.status === 418) {
      const waitMs = retryAfterMs(response.headers.get('retry-after'), this.#ports.clock.now());
      throw new VenueFailure({
        kind: 'busy',
        reason: 'it takes no more requests for now',
        retryAfterMs: waitMs,
      });
    }
    const words = this.told(firstWords(text)) || 'without a word';
    if (response.status >= 500 || response.status === 408)
      throw new VenueFailure({ kind: 'unknown', reason: `it answers ${response.status} (${words})` });
    this.#throwIfRefused(response, url, method, text, answer);
    if (response.status === 401 || response.status === 403)
      throw new VenueFailure({ kind: 'unauthorised', reason: `it refuses the keys (${words})` });
    if (response.ok || response.status < 400)
      throw new VenueFailure({
        kind: 'unknown',
        reason: `its answer cannot be read: ${words}`,
        isMalformed: true,
      });
    throw new VenueFailure({ kind: 'refused', reason: this.#reasonOf(answer) ?? words });
  }

  /** A token of Coinbase for its stream. */
  token(seconds: number): string {
    if (!('createAuthToken' in this.exchange)) throw new UnreadableAnswer('this exchange has no tokens');
    const isEd25519 = this.exchange.secret.length === 88 || this.exchange.secret.endsWith('=');
    return this.exchange.createAuthToken(seconds, undefined, undefined, isEd25519);
  }

  /** A text without our keys in it. */
  told(text: string): string {
    const { apiKey = '', secret = '' } = this.#ports.fields;
    return redact(text, [apiKey, secret, secret.replaceAll('\n', '\\n'), secret.replaceAll('\\n', '\n')]);
  }

  #throwIfRefused(response: Response, url: string, method: string, text: string, answer: unknown): void {
    const { status, statusText } = response;
    try {
      this.exchange.handleErrors(status, statusText, url, method, {}, text, answer, {}, undefined);
    } catch (error) {
      throw this.#failureOf(error, this.#reasonOf(answer) ?? this.told(firstWords(text)));
    }
  }

  #failureOf(error: unknown, reason: string): VenueFailure {
    const { AuthenticationError, OperationFailed, InvalidNonce, OrderNotFound, DuplicateOrderId } =
      this.#library;
    const { RateLimitExceeded, DDoSProtection } = this.#library;
    if (error instanceof AuthenticationError)
      return new VenueFailure({ kind: 'unauthorised', reason: `it refuses the keys (${reason})` });
    if (error instanceof RateLimitExceeded || error instanceof DDoSProtection)
      return new VenueFailure({ kind: 'busy', reason: `too many requests (${reason})`, retryAfterMs: null });
    if (error instanceof InvalidNonce)
      return new VenueFailure({ kind: 'unsent', reason: `the clocks differ too much (${reason})` });
    if (error instanceof OrderNotFound) return new VenueFailure({ kind: 'refused', reason }, true);
    // An id is used once: whoever has it already has our order.
    if (error instanceof DuplicateOrderId || /duplicate/i.test(reason))
      return new VenueFailure({ kind: 'unknown', reason: `it already has an order of this id (${reason})` });
    if (error instanceof OperationFailed) return new VenueFailure({ kind: 'unknown', reason });
    return new VenueFailure({ kind: 'refused', reason });
  }

  /** The exchange's own words, of all the places where it may put them. */
  #reasonOf(answer: unknown): string | null {
    const body = objectOf(answer);
    const inner = objectOf(body?.['error_response']);
    const words = [
      textOf(body?.['msg']),
      textOf(inner?.['message']),
      textOf(inner?.['preview_failure_reason']),
      textOf(inner?.['error']),
      textOf(body?.['message']),
      textOf(body?.['error_details']),
      textOf(body?.['error']),
    ].find((one) => one);
    return words ? this.told(words) : null;
  }
}
