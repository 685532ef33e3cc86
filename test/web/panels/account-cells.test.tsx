import { expect, test } from 'vitest';
import {
  ConnectionText,
  connectionSentence,
  TradingStateBadge,
} from '../../../src/renderer/panels/accounts/account-cells.tsx';
import { accountFixture } from '../support/account-fixture.ts';
import { render } from '../support/render.tsx';

const newYork = (clock: string): number => Date.parse(`2026-11-24T${clock}:00-05:00`);
const retryTime = newYork('00:24');
const downtime = { name: 'nightly reset', start: newYork('00:15'), end: newYork('01:45') };

// Would catch: a green "trading" beside a line that is down, which sends nothing.
test.each([
  ['active', null, 'trading'],
  ['active', 'Schwab is not connected', 'held back'],
  ['halted', 'Schwab is not connected', 'halted'],
] as const)('an account that is %s, closed because %s, is %s', async (tradingState, whyClosed, word) => {
  const account = accountFixture('main', { tradingState, whyClosed });
  const screen = await render(<TradingStateBadge account={account} />);
  expect(screen.host.textContent).toBe(word);
  await screen.unmount();
});

// Would catch: the next attempt told as the moment at which the line is back.
test('a line that waits tells when it is tried again, and in planned hours until when it is down', async () => {
  const waiting = { kind: 'waiting', reason: 'nothing answers', retryTime } as const;
  expect(connectionSentence(waiting)).toBe('Nothing answers. It is tried again at 00:24:00 New York');
  const planned = { ...waiting, downtime };
  expect(connectionSentence(planned)).toBe(
    'Down by plan: nightly reset 00:15 to 01:45 New York. It is tried again by itself',
  );
  const account = accountFixture('main', { connection: planned });
  const screen = await render(<ConnectionText account={account} />);
  expect(screen.host.textContent).toBe('downuntil 01:45');
  await screen.unmount();
});
