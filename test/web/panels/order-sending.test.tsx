import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectionStore, keepConnected } from '../../../src/renderer/client/connection.ts';
import {
  type OrderSending,
  useOrderSending,
} from '../../../src/renderer/panels/order-ticket/use-order-sending.ts';
import { sendOrder } from '../../../src/renderer/trading/send-order.ts';
import { type Rendered, render } from '../support/render.tsx';
import { createScriptedEngine, type ScriptedEngine } from '../support/scripted-engine.ts';

const request = { symbol: 'GOOG', side: 'buy', type: 'market', quantity: '45', timeInForce: 'day' } as const;

let engine: ScriptedEngine;
let stop: () => void;
let screen: Rendered;
let sending: OrderSending;

function Probe() {
  sending = useOrderSending();
  return null;
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}

beforeEach(async () => {
  engine = createScriptedEngine();
  stop = keepConnected(engine.open);
  await until(() => connectionStore.getState().phase === 'connected');
  screen = await render(<Probe />);
});
afterEach(async () => {
  await screen.unmount();
  stop();
  connectionStore.setState({ phase: 'connecting', link: null, lostTime: null, attempts: 0, problem: null });
});

test('a press previews, then sends once, each press under a nonce of its own', async () => {
  await screen.during(() => sending.send(() => sendOrder(request)));
  expect(sending.sending).toMatchObject({ state: 'sent' });
  await screen.during(() => sending.send(() => sendOrder(request)));
  const [first, second] = engine.script.submitted;
  expect(engine.script.previews).toHaveLength(2);
  expect(engine.script.submitted).toHaveLength(2);
  expect(first?.nonce).not.toBe(second?.nonce);
});

test('two presses before the answer are one order', async () => {
  await screen.during(() =>
    Promise.all([sending.send(() => sendOrder(request)), sending.send(() => sendOrder(request))]),
  );
  expect(engine.script.submitted).toHaveLength(1);
});

test('a preview that refuses sends nothing and says every reason', async () => {
  engine.script.refusals = ['order is 2565 % of equity, above the limit of 30 %', 'GOOG is restricted'];
  await screen.during(() => sending.send(() => sendOrder(request)));
  expect(engine.script.submitted).toEqual([]);
  expect(sending.sending).toEqual({ state: 'refused', reasons: engine.script.refusals });
});

test('an order nobody answered is repeated under the same nonce, so that it stays one order', async () => {
  engine.script.isLineCutOnSubmit = true;
  await screen.during(() => sending.send(() => sendOrder(request)));
  expect(sending.sending.state).toBe('unknown');
  engine.script.isLineCutOnSubmit = false;
  await until(() => connectionStore.getState().phase === 'connected');
  await screen.during(() => sending.send(() => sendOrder(request)));
  const [first, second] = engine.script.submitted;
  expect(second?.nonce).toBe(first?.nonce);
  expect(sending.sending.state).toBe('sent');
});

test('without an engine nothing is sent, and it says so', async () => {
  stop();
  connectionStore.setState({ phase: 'disconnected', link: null });
  await screen.during(() => sending.send(() => sendOrder(request)));
  expect(sending.sending).toMatchObject({ state: 'refused' });
  expect(engine.script.previews).toEqual([]);
});
