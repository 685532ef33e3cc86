import type { WebPage } from '#contract/services/settings';
import type { HttpClient } from '#engine/ports/http-client';
import type {
  NewsAnswer,
  NewsProviderDefinition,
  NewsProviderPorts,
  NewsRow,
} from '#engine/ports/news-provider';
import { ProviderError } from '#engine/ports/provider-error';
import { isPathAllowed } from './robots.ts';

const NAME = 'Web pages';
/** How `robots.txt` may name us. */
const READER = 'octopus';
const PAGE_BYTES_MAX = 4 * 1024 * 1024;
const ROBOTS_BYTES_MAX = 512 * 1024;

/**
 * Headlines read off pages that a person has described in the settings. Off unless a page is switched on and its terms
 * are said to allow it; then `robots.txt` is asked first. Switched off, nothing is sent.
 */
export const webPages: NewsProviderDefinition = {
  id: 'web-page',
  name: NAME,
  // Each page has an address of its own.
  baseUrl: 'https://localhost',
  keyUrl: '',
  capabilities: {
    bySymbol: false,
    byWords: false,
    daysBack: null,
    access: 'unofficial',
    budget: [
      { requests: 10, perMs: 60_000 },
      { requests: 60, perMs: 3_600_000 },
    ],
    note: 'Off until a page is described and switched on in the setting webPages. Read a site’s terms of use first; robots.txt is respected. Breaks when the page changes.',
  },
  isEnabled: (settings) => readablePages(settings).length > 0,
  create: (ports) => ({
    id: webPages.id,
    name: NAME,
    capabilities: webPages.capabilities,
    headlines: ({ signal }) => readAll(ports, signal),
    async check(signal) {
      await readAll(ports, signal);
    },
  }),
};

function readablePages({ webPages: pages }: { readonly webPages: readonly WebPage[] }): WebPage[] {
  return pages.filter(({ isEnabled, termsAccepted }) => isEnabled && termsAccepted);
}

async function readAll(ports: NewsProviderPorts, signal: AbortSignal | undefined): Promise<NewsAnswer> {
  const pages = readablePages(ports.settings());
  if (pages.length === 0)
    throw new ProviderError(
      'unsupported',
      NAME,
      'it is switched off; describe a page in the setting webPages, with isEnabled and termsAccepted',
    );
  const rows: NewsRow[] = [];
  const problems: string[] = [];
  let first: unknown;
  // One after the other: nobody's site is to notice us.
  for (const page of pages) {
    try {
      rows.push(...(await readOne(ports, page, signal)));
    } catch (error) {
      signal?.throwIfAborted();
      first ??= error;
      problems.push(`${page.url}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (problems.length === pages.length) throw first;
  return { rows, problems };
}

async function readOne(
  { connect }: NewsProviderPorts,
  page: WebPage,
  signal: AbortSignal | undefined,
): Promise<NewsRow[]> {
  const { origin, pathname, search } = new URL(page.url);
  const http = connect(origin);
  const path = `${pathname}${search}`;
  await requireLeave(http, page, path, signal);
  const { status, text } = await http.getText({
    path,
    accept: 'text/html, application/xhtml+xml',
    bytesMax: PAGE_BYTES_MAX,
    isPageWanted: true,
    ...(signal ? { signal } : {}),
  });
  if (status !== 200)
    throw new ProviderError(
      'not-found',
      NAME,
      `there is no page at ${page.url} (${status}); check the address`,
    );
  // The reader of pages is large, and many never read one.
  const { readPage } = await import('./read-page.ts');
  return readPage(NAME, page, text);
}

/** Throws unless `robots.txt` lets us have the path. A site without one lets everyone; one in trouble nobody. */
async function requireLeave(
  http: HttpClient,
  page: WebPage,
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { status, text } = await http.getText({
    path: '/robots.txt',
    accept: 'text/plain',
    bytesMax: ROBOTS_BYTES_MAX,
    isPageWanted: true,
    ...(signal ? { signal } : {}),
  });
  if (status === 200 && !isPathAllowed(text, READER, path))
    throw new ProviderError(
      'unsupported',
      NAME,
      `robots.txt of its site keeps ${page.url} from being read; take the page out of the settings`,
    );
}
