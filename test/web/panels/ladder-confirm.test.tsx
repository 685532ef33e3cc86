import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectionStore, keepConnected } from '../../../src/renderer/client/connection.ts';
import { confirmKey, LadderConfirm } from '../../../src/renderer/panels/ladder/ladder-confirm.tsx';
import { toastStore } from '../../../src/renderer/stores/toasts.ts';
import { setArmed } from '../../../src/renderer/trading/one-click.ts';
import { sendAtOnce } from '../../../src/renderer/trading/send-at-once.ts';
import { press, type Rendered, render } from '../support/render.tsx';
import { createScriptedEngine, type ScriptedEngine } from '../support/scripted-engine.ts';

const request = { symbol: 'GOOG', side: 'buy', type: 'market', quantity: '45', timeInForce: 'day' } as const;
const UNUSUAL = {
  name: 'unusual-quantity',
  text: '45 is nine times the usual quantity',
  isAccepted: false,
} as const;

let engine: ScriptedEngine;
let stop: () => void;
let screen: Rendered;

function Ladder({ symbol }: { readonly symbol: string }) {
  return (
    <div onKeyDownCapture={(event) => confirmKey(event, symbol)}>
      <button type="button">Buy 45 market</button>
      <LadderConfirm symbol={symbol} />
    </div>
  );
}

const asked = (): string => screen.host.querySelector('.ladder-confirm')?.textContent ?? '';
const key = (name: string, modifiers: KeyboardEventInit = {}): Promise<void> =>
  screen.during(async () => {
    press(screen.host.querySelector('button')!, name, modifiers);
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setTimeout(resolve, 2));
  });

beforeEach(async () => {
  engine = createScriptedEngine();
  stop = keepConnected(engine.open);
  while (connectionStore.getState().phase !== 'connected')
    await new Promise((resolve) => setTimeout(resolve, 5));
  setArmed(true);
  screen = await render(<Ladder symbol="GOOG" />);
  engine.script.precautions = [UNUSUAL];
  engine.script.refusals = [UNUSUAL.text];
});
afterEach(async () => {
  await screen.unmount();
  stop();
  connectionStore.setState({ phase: 'connecting', link: null, lostTime: null, attempts: 0, problem: null });
});

// Would catch: an unusual size that can only be sent from the ticket, or is sent without a word.
test('an unusual order is asked about in the ladder, and Enter sends it once, as accepted', async () => {
  await screen.during(() => sendAtOnce(request));
  expect(engine.script.submitted).toEqual([]);
  expect(asked()).toContain('Buy 45 GOOG at market?');
  expect(asked()).toContain(UNUSUAL.text);
  await key('Enter', { repeat: true });
  expect(engine.script.submitted).toEqual([]);
  engine.script.refusals = [];
  await key('Enter');
  expect(engine.script.submitted).toMatchObject([
    { quantity: '45', acceptPrecautions: ['unusual-quantity'] },
  ]);
  expect(asked()).toBe('');
  await key('Enter');
  expect(engine.script.submitted).toHaveLength(1);
});

test('Escape leaves it, and so does switching one-click off', async () => {
  await screen.during(() => sendAtOnce(request));
  await key('Escape');
  expect(asked()).toBe('');
  await screen.during(() => sendAtOnce(request));
  expect(asked()).not.toBe('');
  await screen.during(() => setArmed(false));
  expect(asked()).toBe('');
  expect(engine.script.submitted).toEqual([]);
});

test('what more stands against, or no ladder shows, is a note and nothing to confirm', async () => {
  engine.script.refusals = [UNUSUAL.text, 'GOOG is restricted'];
  await screen.during(() => sendAtOnce(request));
  expect(asked()).toBe('');
  engine.script.refusals = [UNUSUAL.text];
  await screen.during(() => sendAtOnce({ ...request, symbol: 'AAPL' }));
  expect(asked()).toBe('');
  expect(JSON.stringify(toastStore.getState())).toContain('Not sent: Buy 45 AAPL at market');
});
