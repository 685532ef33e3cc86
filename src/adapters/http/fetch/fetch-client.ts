import { OctopusError } from '#contract/errors';
import { firstWords, redact } from '#domain/values/redact';
import { retryAfterMs } from '#domain/values/retry-after';
import type { Clock } from '#engine/ports/clock';
import type { HttpClient, HttpRequest, TextRequest } from '#engine/ports/http-client';
import type { Log } from '#engine/ports/log';
import { malformedAnswer, ProviderError, retryAdvice } from '#engine/ports/provider-error';
import { decodeText } from './decode-text.ts';
import { readBody } from './read-body.ts';

export interface FetchClientOptions {
  /** Name of the provider it speaks for, as messages give it. */
  readonly provider: string;
  /** Address of the vendor. Plain http is taken for this machine only, as keys would travel in clear. */
  readonly baseUrl: string;
  readonly clock: Clock;
  /** 0 (inclusive) to 1, to spread retries. */
  readonly random: () => number;
  readonly log: Log;
  /** Told before each attempt, retries included; while it throws, nothing is sent. A minute's wait is waited for. */
  readonly beforeSend?: () => void;
  /** How the product names itself to vendors. */
  readonly userAgent: string;
  readonly timeoutMs?: number;
  readonly bytesMax?: number;
  readonly attemptsMax?: number;
  /** A vendor that asks for a longer wait is not waited for. */
  readonly waitMsMax?: number;
}

const TIMEOUT_MS = 30_000;
const BYTES_MAX = 64 * 1024 * 1024;
const ATTEMPTS_MAX = 4;
const WAIT_MS_MAX = 20_000;
/** Longer than a budget by the minute takes to have room again. */
const TURN_MS_MAX = 65_000;
const FIRST_BACK_OFF_MS = 500;
/** An abort ends a wait within this time. */
const WAIT_STEP_MS = 200;
/** Refusals whose meaning only the provider can tell. */
const ANSWERED = [400, 404, 422];
const KNOWN_LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** A client for one vendor over the platform's `fetch`. Redirects are not followed: they would carry keys along. */
export function createFetchClient(options: FetchClientOptions): HttpClient {
  const { provider, clock, log, random } = options;
  const base = checkedBase(provider, options.baseUrl);
  const attemptsMax = options.attemptsMax ?? ATTEMPTS_MAX;
  const waitMsMax = options.waitMsMax ?? WAIT_MS_MAX;

  /** Waits for room in our own budget when that comes soon. */
  async function takeTurn(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      try {
        options.beforeSend?.();
        return;
      } catch (error) {
        const waitMs = error instanceof ProviderError ? error.retryAfterMs : null;
        if (waitMs === null || waitMs > TURN_MS_MAX) throw error;
        await wait(Math.max(waitMs, WAIT_STEP_MS), signal);
      }
    }
  }

  async function attempt<Answer>(
    request: HttpRequest,
    { accept, bytesMax, read }: Reading<Answer>,
    secrets: readonly string[],
  ): Promise<Answer> {
    const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    const timeOut = new AbortController();
    const stopTimer = clock.after(timeoutMs, () => timeOut.abort());
    try {
      const response = await fetch(addressOf(base, request), {
        headers: {
          accept,
          'user-agent': options.userAgent,
          ...request.headers,
          ...request.secretHeaders,
        },
        ...(request.secretForm ? { method: 'POST', body: new URLSearchParams(request.secretForm) } : {}),
        redirect: 'manual',
        signal: request.signal ? AbortSignal.any([request.signal, timeOut.signal]) : timeOut.signal,
      });
      const type = response.headers.get('content-type') ?? '';
      const bytes = await readBody(response, Math.min(bytesMax ?? BYTES_MAX, options.bytesMax ?? BYTES_MAX));
      const text = bytes && redact(decodeText(bytes, type), secrets);
      return read(acceptedText(provider, response, text, clock.now()), type, response.status);
    } catch (error) {
      request.signal?.throwIfAborted();
      if (error instanceof OctopusError) throw error;
      const what = timeOut.signal.aborted ? `no answer within ${timeoutMs / 1_000} seconds` : causeOf(error);
      throw new ProviderError(
        'unavailable',
        provider,
        redact(`${what}; check the connection, or use another provider`, secrets),
      );
    } finally {
      stopTimer();
    }
  }

  async function wait(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
    for (let left = delayMs; left > 0; left -= WAIT_STEP_MS) {
      await clock.sleep(Math.min(left, WAIT_STEP_MS));
      signal?.throwIfAborted();
    }
  }

  async function ask<Answer>(request: HttpRequest, reading: Reading<Answer>): Promise<Answer> {
    const { secretQuery, secretHeaders = {}, secretForm, secrets: others = [] } = request;
    const headers = Object.values(secretHeaders).flatMap((value) => [value, value.replace(/^\w+ /, '')]);
    const secrets = [...headers, ...Object.values({ ...secretQuery, ...secretForm }), ...others];
    for (let tried = 1; ; tried++) {
      await takeTurn(request.signal);
      try {
        return await attempt(request, reading, secrets);
      } catch (error) {
        if (!(error instanceof ProviderError) || !isWorthRetrying(error) || tried >= attemptsMax) throw error;
        // From half to all of a doubling delay, so that many clients do not come back together.
        const backOff = FIRST_BACK_OFF_MS * 2 ** (tried - 1) * (0.5 + random() / 2);
        const delayMs = error.retryAfterMs ?? backOff;
        if (delayMs > waitMsMax) throw error;
        log.debug('a vendor is asked again', { provider, path: request.path, tried, delayMs });
        await wait(delayMs, request.signal);
      }
    }
  }

  return {
    getJson: (request) =>
      ask(request, {
        accept: 'application/json',
        bytesMax: undefined,
        read: (text, type, status) => ({ status, body: readJson(provider, text, type) }),
      }),
    getText: (request: TextRequest) =>
      ask(request, {
        accept: request.accept,
        bytesMax: request.bytesMax,
        read(text, _, status) {
          if (!request.isPageWanted && /^\s*<(!doctype\s+html|html)\b/i.test(text))
            throw malformedAnswer(provider, `is a web page instead of data${sayingOf(text)}`);
          return { status, text };
        },
      }),
  };
}

/** How the text of an answer becomes what was asked for; throws when it does not. */
interface Reading<Answer> {
  readonly accept: string;
  readonly bytesMax: number | undefined;
  read(text: string, type: string, status: number): Answer;
}

function isWorthRetrying(error: ProviderError): boolean {
  return error.kind === 'unavailable' || error.kind === 'rate-limited';
}

function checkedBase(provider: string, baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && KNOWN_LOOPBACK.includes(url.hostname));
  if (!url || !isSafe || url.username !== '' || url.search !== '') {
    throw new OctopusError(
      'BAD_REQUEST',
      `${provider}: its address must be https, or http on this machine, without user or query; check the base URL`,
    );
  }
  return url.href.replace(/\/+$/, '');
}

function addressOf(base: string, { path, query, secretQuery }: HttpRequest): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...secretQuery }))
    if (value !== undefined) parameters.set(name, String(value));
  const text = parameters.toString();
  return `${base}${path}${text === '' ? '' : `?${text}`}`;
}

/** The text of a success or of a refusal that the provider reads; every other answer is thrown. */
function acceptedText(provider: string, response: Response, text: string | undefined, now: number): string {
  const { status, headers } = response;
  if (status === 429 || status === 418) {
    const waitMs = retryAfterMs(headers.get('retry-after'), now);
    const sentence = `it takes no more requests for now; ${retryAdvice(waitMs)}`;
    throw new ProviderError('rate-limited', provider, sentence, waitMs);
  }
  if (text === undefined)
    throw malformedAnswer(provider, 'is too large to be read; ask for fewer days at once');
  const saying = sayingOf(text);
  if (status === 401 || status === 403) {
    throw new ProviderError(
      'unauthorised',
      provider,
      `it refuses the request with ${status}${saying}; check the key and what its plan includes`,
    );
  }
  if (status === 451)
    throw new ProviderError('unauthorised', provider, 'it does not serve this place; use another provider');
  if (status >= 500 || status === 408) {
    const waitMs = retryAfterMs(headers.get('retry-after'), now);
    const sentence = `it is in trouble, status ${status}${saying}; ${retryAdvice(waitMs)}`;
    throw new ProviderError('unavailable', provider, sentence, waitMs);
  }
  if (status >= 300 && status < 400)
    throw malformedAnswer(provider, `leads elsewhere (status ${status}), perhaps to a page for people`);
  if (status >= 300 && !ANSWERED.includes(status))
    throw malformedAnswer(provider, `has status ${status}${saying}`);
  return text;
}

function readJson(provider: string, text: string, type: string): unknown {
  const isPage = /\bhtml\b/i.test(type) || /^\s*</.test(text);
  // A missing page is not a missing symbol.
  if (isPage) throw malformedAnswer(provider, `is a web page instead of data${sayingOf(text)}`);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw malformedAnswer(provider, `is no whole JSON${sayingOf(text)}`);
  }
}

function sayingOf(text: string): string {
  const words = firstWords(text);
  return words === '' ? '' : ` ("${words}")`;
}

/** What kept a request from being answered, without the address, as that may hold a key. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return code === '' ? 'it could not be reached' : `it could not be reached (${code})`;
}
