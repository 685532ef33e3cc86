import { describe, expect, it } from 'vitest';
import { readFeed } from '#adapters/providers/rss/read-feed';

const ADDRESS = 'https://feeds.example/news.xml';
const read = (text: string) => readFeed('RSS feeds', ADDRESS, text);
const channel = (items: string, before = ''): string =>
  `<?xml version="1.0"?>${before}<rss version="2.0"><channel><title>Wire</title>${items}</channel></rss>`;

describe('a feed', () => {
  it.each([
    [
      'entities that grow (a billion laughs)',
      '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
    ['an entity from elsewhere', '<!DOCTYPE rss [ <!ENTITY file SYSTEM "file:///etc/passwd"> ]>'],
    ['a type of its own', '<!DOCTYPE rss [ <!ELEMENT rss ANY> ]>'],
  ])('with %s is not read', (_, before) => {
    expect(() => read(channel('<item><title>&b;</title></item>', before))).toThrow('declares entities');
  });

  it('of the old kind, with a public document type, is read', () => {
    const type =
      '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "https://x.example/rss.dtd">';
    expect(read(channel('<item><title>One</title></item>', type)).map(({ title }) => title)).toEqual(['One']);
  });

  it.each([
    '',
    'hello',
    '<svg></svg>',
    '{"items": 3}',
    '{',
    '<rss version="2.0"><channel>',
    '<!-- <rss> -->',
  ])('is not %j', (text) => {
    expect(() => read(text)).toThrow(/^RSS feeds: its answer from https:\/\/feeds\.example/);
  });

  it('nested without end is refused or read, and breaks nothing', () => {
    const deep = `${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}`;
    const outcome = (() => {
      try {
        return read(channel(`<item><title>x</title>${deep}</item>`)).length;
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
    })();
    expect([1, 'string']).toContain(typeof outcome === 'number' ? outcome : typeof outcome);
  });

  it('gives what it has: no date, no link, an address as its id', () => {
    const [row] = read(channel('<item><title>One</title><guid>https://feeds.example/1</guid></item>'));
    expect(row).toMatchObject({ url: 'https://feeds.example/1', timeText: '', source: 'Wire' });
    expect(row?.time).toBeNaN();
  });
});
