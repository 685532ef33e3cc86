import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Waits until the Trade workspace shows figures of a running engine: a connection, prices, the watchlist. */
export async function expectLiveScreen(page: Page): Promise<void> {
  await page
    .getByRole('status', { name: /^Round trip/ })
    .getByText(/[\d.]+ ms/)
    .waitFor();
  await page
    .getByRole('row', { name: /^GOOG RPL [\d,.]+/ })
    .first()
    .waitFor();
  await page.getByRole('application', { name: /^GOOG, 1D bars/ }).waitFor();
  expect(await page.getByText(/^REPLAY \S/).isVisible()).toBe(true);
}

/** What a confined page must not have, and what its content policy must refuse; the refusals show in its console. */
export async function expectConfinedPage(page: Page): Promise<void> {
  const found = await page.evaluate(async () => {
    const refused: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      refused.push(effectiveDirective),
    );
    const inline = document.createElement('script');
    inline.textContent = 'window.inlineRan = true';
    document.body.append(inline);
    // Text for a timer is evaluated by the page itself, not by the debugger, which may do anything.
    setTimeout('window.textRan = true', 0);
    await fetch('https://example.invalid/').catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return {
      refused: [...new Set(refused)].sort(),
      has: ['require', 'process', 'module', 'inlineRan', 'textRan'].filter((name) => name in window),
    };
  });
  expect(found).toEqual({ refused: ['connect-src', 'script-src', 'script-src-elem'], has: [] });
}
