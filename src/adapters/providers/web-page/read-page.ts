import { type HTMLElement, parse } from 'node-html-parser';
import type { WebPage } from '#contract/services/settings';
import { publishedTime } from '#domain/values/published-time';
import type { NewsRow } from '#engine/ports/news-provider';
import { malformedAnswer, ProviderError } from '#engine/ports/provider-error';

/**
 * The headlines of a page by the selectors of its definition. Throws a ProviderError when a selector cannot be read or
 * none of the page fits: then the page has changed, which must not look like a day without news.
 */
export function readPage(provider: string, page: WebPage, html: string): NewsRow[] {
  const entries = select(provider, page, parse(html), page.row);
  if (entries.length === 0)
    throw malformedAnswer(provider, `from ${page.url} has nothing that fits "${page.row}"`);
  return entries.map((entry) => {
    const find = (selector: string | undefined): HTMLElement | undefined =>
      selector === undefined ? undefined : select(provider, page, entry, selector)[0];
    const link = entry.tagName === 'A' ? entry : find(page.link);
    const time = find(page.time);
    const timeText = (time?.getAttribute('datetime') ?? textOf(time)) || '';
    const url = addressOf(page.url, link?.getAttribute('href'));
    return {
      id: url,
      time: publishedTime(timeText),
      timeText,
      title: textOf(page.title === undefined ? (link ?? entry) : find(page.title)),
      url,
      summary: textOf(find(page.summary)),
      source: page.name,
      symbols: [],
      raw: entry.outerHTML,
    };
  });
}

function select(provider: string, page: WebPage, from: HTMLElement, selector: string): HTMLElement[] {
  try {
    return from.querySelectorAll(selector);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ProviderError(
      'unsupported',
      provider,
      `the selector "${selector}" of page ${page.id} cannot be read (${reason}); correct it in the settings`,
    );
  }
}

function textOf(element: HTMLElement | undefined): string | undefined {
  const text = element?.structuredText.replace(/\s+/g, ' ').trim();
  return text === '' ? undefined : text;
}

function addressOf(base: string, href: string | undefined): string | undefined {
  return href !== undefined && URL.canParse(href, base) ? new URL(href, base).href : undefined;
}
