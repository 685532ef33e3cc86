import { describe, expect, it, onTestFinished } from 'vitest';
import { createFetchClient } from '#adapters/http/fetch/fetch-client';
import { readPage } from '#adapters/providers/web-page/read-page';
import { isPathAllowed } from '#adapters/providers/web-page/robots';
import { webPages } from '#adapters/providers/web-page/web-page';
import { quietLog } from '#test/support/quiet-log';
import { startVendorServer } from '#test/support/vendor-server';
import { PAGE } from '#test/support/vendors/news-vendors';
import { waitingClock } from '#test/support/waiting-clock';

describe('robots.txt', () => {
  const ROBOTS = [
    'User-agent: bad-bot',
    'Disallow: /',
    '',
    'User-agent: *',
    'Disallow: /private # nobody',
    'Allow: /private/press',
    'Disallow: /*.pdf$',
    'Disallow:',
  ].join('\r\n');
  it.each([
    [ROBOTS, '/latest', true],
    [ROBOTS, '/private/x', false],
    [ROBOTS, '/private/press/1', true],
    [ROBOTS, '/a/b.pdf', false],
    [ROBOTS, '/a/b.pdf?x=1', true],
    [`${ROBOTS}\nUser-agent: Octopus\nDisallow: /latest`, '/latest', false],
    [`${ROBOTS}\nUser-agent: octopus\nDisallow: /other`, '/private/x', true],
    ['User-agent: a\nUser-agent: *\nDisallow: /', '/x', false],
    ['', '/x', true],
    ['Disallow: /', '/x', true],
    ['User-agent: *\nDisallow: /a\nAllow: /a', '/a', true],
  ])('%# lets or keeps %s', (text, path, expected) => {
    expect(isPathAllowed(text, 'octopus', path)).toBe(expected);
  });

  it('a pattern full of stars costs no time', () => {
    const text = `User-agent: *\nDisallow: ${'/*a'.repeat(200)}$`;
    expect(isPathAllowed(text, 'octopus', `/${'a'.repeat(5_000)}`)).toBe(true);
  });
});

describe('a page', () => {
  it('gives a row for each element that fits, addresses made whole', () => {
    const html = `<ul class=news>
      <li><h3><a href="/a?b=1&amp;c=2">First  <b>story</b></a></h3><time>2024-01-09</time></li>
      <li><h3>No link</h3></li>
      <li>broken</li></ul><ul><li>elsewhere</li></ul>`;
    const rows = readPage('Web pages', PAGE, html);
    expect(rows.map(({ title, url, timeText }) => ({ title, url, timeText }))).toEqual([
      { title: 'First story', url: 'https://wire.example/a?b=1&c=2', timeText: '2024-01-09' },
      { title: 'No link', url: undefined, timeText: '' },
      { title: undefined, url: undefined, timeText: '' },
    ]);
  });

  it('names a selector that cannot be read', () => {
    expect(() => readPage('Web pages', { ...PAGE, row: 'li[[' }, '<li>')).toThrow('selector "li[["');
  });

  it.each([
    ['is not allowed by robots.txt', { text: 'User-agent: *\nDisallow: /latest' }, 1, 'robots.txt'],
    ['belongs to a site whose robots.txt fails', { status: 503, body: {} }, 4, 'in trouble'],
  ])('that %s is not asked for', async (_, robots, requests, message) => {
    const server = await startVendorServer((url) =>
      url.pathname === '/robots.txt' ? robots : { text: '<html></html>', type: 'text/html' },
    );
    onTestFinished(() => server.close());
    const clock = waitingClock(0);
    const http = createFetchClient({
      provider: webPages.name,
      baseUrl: server.url,
      clock,
      log: quietLog(),
      random: () => 0,
      userAgent: 'test',
    });
    const provider = webPages.create({
      http,
      connect: () => http,
      key: '',
      now: () => 0,
      settings: () => ({ newsFeeds: [], webPages: [PAGE] }),
    });
    await expect(provider.headlines({ from: 0, to: 1, limit: 9 })).rejects.toThrow(message);
    expect(server.requests).toHaveLength(requests);
    expect(server.requests.every(({ url }) => url.pathname === '/robots.txt')).toBe(true);
  });

  it('whose terms were not accepted counts as switched off', () => {
    const settings = { newsFeeds: [], webPages: [{ ...PAGE, termsAccepted: false }] };
    expect(webPages.isEnabled?.(settings)).toBe(false);
  });
});
