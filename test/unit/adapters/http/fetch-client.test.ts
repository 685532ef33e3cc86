import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeText } from '#adapters/http/fetch/decode-text';
import { createFetchClient, type FetchClientOptions } from '#adapters/http/fetch/fetch-client';
import { firstWords, redact } from '#domain/values/redact';
import { retryAfterMs } from '#domain/values/retry-after';
import { ProviderError } from '#engine/ports/provider-error';
import { quietLog } from '#test/support/quiet-log';
import { startVendorServer, type VendorServer } from '#test/support/vendor-server';
import { waitingClock } from '#test/support/waiting-clock';

const NOW = Date.parse('2024-01-10T12:00:00Z');
let server: VendorServer;
beforeAll(async () => {
  server = await startVendorServer();
});
afterAll(() => server.close());

function client(options: Partial<FetchClientOptions> = {}) {
  const clock = waitingClock(NOW);
  const http = createFetchClient({
    provider: 'Vendor',
    baseUrl: server.url,
    clock,
    random: () => 0,
    log: quietLog(),
    userAgent: 'test',
    ...options,
  });
  return { clock, http };
}

describe('what a Retry-After says', () => {
  it.each([
    ['120', 120_000],
    ['0', 0],
    [' 1.5 ', 1_500],
    ['Wed, 10 Jan 2024 12:01:30 GMT', 90_000],
    ['Wed, 10 Jan 2024 11:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    [null, null],
  ])('%j is %j ms', (header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });
});

describe('secrets and words', () => {
  it('takes a secret out plain and as an address writes it, and leaves ordinary words', () => {
    expect(redact('key=a%2Fb%3Dc and a/b=c, but not ab', ['a/b=c', 'ab'])).toBe(
      'key=*** and ***, but not ab',
    );
  });

  it('makes one line of a page, without its scripts', () => {
    expect(firstWords('<html><script>var a = "<b>";</script>\n<h1>Sign\tin</h1></html>')).toBe('Sign in');
    expect(firstWords('x'.repeat(200))).toHaveLength(81);
  });
});

describe('the client', () => {
  it('doubles its waits from half a second, and spends the budget on every attempt', async () => {
    server.answer(() => ({ status: 500, body: {} }));
    let spent = 0;
    const { http, clock } = client({ beforeSend: () => void spent++ });
    await expect(http.getJson({ path: '/a' })).rejects.toMatchObject({ kind: 'unavailable' });
    expect(spent).toBe(4);
    expect(clock.slept()).toBe(250 + 500 + 1_000);
  });

  it('waits for a date that a vendor in trouble names', async () => {
    const later = new Date(NOW + 7_000).toUTCString();
    server.answer((_, nth) =>
      nth === 1 ? { status: 503, body: {}, headers: { 'retry-after': later } } : { body: { fine: true } },
    );
    const { http, clock } = client();
    expect(await http.getJson({ path: '/a' })).toEqual({ status: 200, body: { fine: true } });
    expect(clock.slept()).toBe(7_000);
  });

  it('sends nothing while its budget has no room, waits a minute for it, not an hour', async () => {
    server.answer(() => ({ body: {} }));
    let refusals = 2;
    const { http, clock } = client({
      beforeSend: () => {
        if (refusals-- > 0) throw new ProviderError('rate-limited', 'Vendor', 'used up; wait', 30_000);
      },
    });
    await http.getJson({ path: '/a' });
    expect(clock.slept()).toBe(60_000);
    const strict = client({
      beforeSend: () => {
        throw new ProviderError('rate-limited', 'Vendor', 'used up; wait', 3_600_000);
      },
    });
    await expect(strict.http.getJson({ path: '/a' })).rejects.toMatchObject({ kind: 'rate-limited' });
    expect(server.requests).toHaveLength(1);
  });

  it('takes no answer larger than it may, whether or not its size is told', async () => {
    const text = JSON.stringify('x'.repeat(5_000));
    server.answer(() => ({ text, headers: { 'content-length': String(text.length) } }));
    const { http } = client({ bytesMax: 1_000 });
    await expect(http.getJson({ path: '/a' })).rejects.toThrow('too large to be read; ask for fewer days');
    server.answer(() => ({ text, headers: { 'transfer-encoding': 'chunked' } }));
    await expect(http.getJson({ path: '/a' })).rejects.toThrow('too large to be read');
  });

  it('does not follow a redirect, which would carry the key along', async () => {
    server.answer(() => ({ status: 302, body: {}, headers: { location: 'http://127.0.0.1:1/steal' } }));
    await expect(
      client().http.getJson({ path: '/a', secretHeaders: { 'x-key': 'secret-key' } }),
    ).rejects.toMatchObject({ kind: 'malformed' });
    expect(server.requests).toHaveLength(1);
  });

  it('keeps a key that the vendor repeats out of the answer', async () => {
    server.answer(() => ({ body: { Information: 'We have detected your API key as SECRET99 and ...' } }));
    const { body } = await client().http.getJson({ path: '/a', secretQuery: { apikey: 'SECRET99' } });
    expect(JSON.stringify(body)).toContain('key as *** and');
    expect(server.requests[0]?.url.searchParams.get('apikey')).toBe('SECRET99');
  });

  it('says that a vendor cannot be reached without saying the address', async () => {
    const closed = await startVendorServer();
    await closed.close();
    const { http } = client({ baseUrl: closed.url });
    const error: Error = await http.getJson({ path: '/a', secretQuery: { apikey: 'SECRET99' } }).then(
      () => expect.unreachable(),
      (reason) => reason,
    );
    expect(error.message).toBe(
      'Vendor: it could not be reached (ECONNREFUSED); check the connection, or use another provider',
    );
  });

  it.each([
    'http://example.com',
    'ftp://127.0.0.1',
    'no address',
    'https://me@example.com',
    'https://example.com/?a=1',
  ])('does not take %s for an address', (baseUrl) => {
    expect(() => client({ baseUrl })).toThrow('its address must be https, or http on this machine');
  });

  it('stops waiting when aborted', async () => {
    const abort = new AbortController();
    server.answer(() => {
      setImmediate(() => abort.abort(new Error('enough')));
      return { status: 429, body: {}, headers: { 'retry-after': '20' } };
    });
    const clock = {
      ...waitingClock(NOW),
      sleep: () => new Promise<void>((resolve) => setImmediate(resolve)),
    };
    await expect(client({ clock }).http.getJson({ path: '/a', signal: abort.signal })).rejects.toThrow(
      'enough',
    );
  });
});

describe('texts', () => {
  const bytes = (...values: number[]) => Uint8Array.from(values);
  const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  it.each([
    ['a mark', bytes(0xff, 0xfe, 0x61, 0x00, 0xe9, 0x00), 'text/xml; charset=utf-8', 'aé'],
    ['the content type', latin('caf\u00e9'), 'application/rss+xml; charset="ISO-8859-1"', 'café'],
    ['the declaration', latin("<?xml version='1.0' encoding='windows-1252'?><a>\u0080</a>"), 'text/xml', '€'],
    ['a page', latin('<html><head><meta charset=iso-8859-1></head>\u00fc'), 'text/html', 'ü'],
    ['nothing', new TextEncoder().encode('naïve'), '', 'naïve'],
    [
      'a charset that does not exist',
      new TextEncoder().encode('naïve'),
      'text/plain; charset=klingon',
      'naïve',
    ],
  ])('are decoded by %s', (_, all, type, expected) => {
    expect(decodeText(all, type)).toContain(expected);
  });

  it('comes as it is, XML too; a page only where one is wanted; too much of it never', async () => {
    const { http } = client();
    server.answer(() => ({ text: '<rss/>', type: 'text/html' }));
    const request = { path: '/feed', accept: 'application/rss+xml' };
    expect(await http.getText(request)).toEqual({ status: 200, text: '<rss/>' });
    expect(server.requests[0]?.headers.accept).toBe('application/rss+xml');
    await expect(http.getText({ ...request, bytesMax: 5 })).rejects.toThrow('too large');
    server.answer(() => ({ text: ' <!DOCTYPE html><p>Sign in', type: 'text/html' }));
    await expect(http.getText(request)).rejects.toThrow('a web page instead of data ("Sign in")');
    expect((await http.getText({ ...request, isPageWanted: true })).text).toContain('Sign in');
  });

  it('posts a form whose values stay secret', async () => {
    server.answer(() => ({ status: 401, body: { said: 'no such hush-hush' } }));
    const failing = client().http.getJson({ path: '/token', secretForm: { password: 'hush-hush' } });
    await expect(failing).rejects.toThrow('no such ***');
    expect(server.requests[0]?.headers['content-type']).toContain('x-www-form-urlencoded');
  });
});
