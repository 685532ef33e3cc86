import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectionStore, keepConnected } from '../../../src/renderer/client/connection.ts';
import { RecoveryCard } from '../../../src/renderer/panels/recovery/recovery-card.tsx';
import { recoveryItems } from '../../../src/renderer/panels/recovery/recovery-items.ts';
import { accountFixture } from '../support/account-fixture.ts';
import { press, type Rendered, render, type } from '../support/render.tsx';
import { createScriptedEngine, type ScriptedEngine } from '../support/scripted-engine.ts';

const question = { clientOrderId: 'A', symbol: 'GOOG', question: 'whether it arrived is unknown' };
const reconciliation = { time: 0, sure: 0, unknown: [question], external: [], differences: [] };
const account = accountFixture('main', { reconciliation });

let engine: ScriptedEngine;
let stop: () => void;
let screen: Rendered;

const card = (): HTMLElement => screen.host.querySelector('li.recovery-card')!;
const field = (): HTMLInputElement => screen.host.querySelector('input')!;
/** Presses a key where the keyboard is. */
const key = (name: string): Promise<void> => screen.during(() => void press(document.activeElement!, name));
/** The same, until the engine was told a decision by it. */
const decide = (name: string): Promise<void> =>
  screen.during(async () => {
    press(document.activeElement!, name);
    while (engine.script.decisions.length === 0) await turn();
  });
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

beforeEach(async () => {
  engine = createScriptedEngine();
  stop = keepConnected(engine.open);
  while (connectionStore.getState().phase !== 'connected') await turn();
  screen = await render(
    <ul>
      <RecoveryCard item={recoveryItems([account])[0]!} />
    </ul>,
  );
  card().focus();
});
afterEach(async () => {
  await screen.unmount();
  stop();
  connectionStore.setState({ phase: 'connecting', link: null, lostTime: null, attempts: 0, problem: null });
});

// Would catch: a broker that cannot be asked by our number, whose order only the command line can settle; and digits of
// that number taken for answers.
test("the broker's own number is written and sent by keys alone", async () => {
  engine.script.decided = account;
  await key('n');
  expect(document.activeElement).toBe(field());
  for (const digit of '123') await key(digit);
  expect(engine.script.decisions).toEqual([]);
  await screen.during(() => type(field(), ' 1001 '));
  await decide('Enter');
  expect(engine.script.decisions).toEqual([
    { account: 'main', clientOrderId: 'A', choice: 'is-working', venueOrderId: '1001' },
  ]);
});

test('Escape goes back to the answers, and the number goes with no other of them', async () => {
  engine.script.decided = account;
  await key('n');
  await screen.during(() => type(field(), '1001'));
  await key('Escape');
  expect(document.activeElement).toBe(card());
  await decide('1');
  expect(engine.script.decisions).toEqual([{ account: 'main', clientOrderId: 'A', choice: 'never-arrived' }]);
});

test('refused without a number, the keyboard goes where it is written', async () => {
  await decide('2');
  while (document.activeElement !== field()) await turn();
  expect(engine.script.decisions).toEqual([{ account: 'main', clientOrderId: 'A', choice: 'is-working' }]);
});
