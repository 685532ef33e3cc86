import { expect, test, vi } from 'vitest';

// Catches the report every strict page would log at each start: zod trying whether it may compile code.
test('where there is a document, the contract makes and uses its schemas without compiling code', async () => {
  const compile = vi.fn();
  vi.stubGlobal('document', {});
  vi.stubGlobal(
    'Function',
    new Proxy(Function, { construct: () => compile() ?? {}, apply: () => compile() }),
  );
  try {
    const { settings } = await import('#contract/services/settings');
    const { parseFeedRequest } = await import('#contract/feed/feed-request');
    expect(settings.parse({}).theme).toBe('system');
    expect(parseFeedRequest('{"op":"off","subscription":1}')).toEqual({ op: 'off', subscription: 1 });
  } finally {
    vi.unstubAllGlobals();
  }
  expect(compile).not.toHaveBeenCalled();
});
