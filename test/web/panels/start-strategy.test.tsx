import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AccountView } from '#contract/services/accounts';
import { connectionStore, keepConnected } from '../../../src/renderer/client/connection.ts';
import { StartForm } from '../../../src/renderer/panels/strategy-runs/start-form.tsx';
import { accountStream } from '../../../src/renderer/stores/engine-streams.ts';
import { accountFixture } from '../support/account-fixture.ts';
import { type Rendered, render, type } from '../support/render.tsx';
import { createScriptedEngine, type ScriptedEngine } from '../support/scripted-engine.ts';
import { strategyFixture } from '../support/strategy-fixture.ts';

const strategy = strategyFixture([
  { name: 'fast', label: 'Fast period', default: 10, minimum: 1, maximum: 500, isInteger: true },
]);

let engine: ScriptedEngine;
let stop: () => void;
let screen: Rendered;
let done: (string | null)[];

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function show(environment: AccountView['environment']): Promise<void> {
  accountStream.receive({ kind: 'snapshot', items: [accountFixture('robot', { environment })] });
  await until(() => accountStream.store.getState().isLoaded);
  screen = await render(<StartForm onDone={(run) => done.push(run)} />);
  await screen.during(() => until(() => screen.host.textContent?.includes('Fast period') ?? false));
}

const field = (label: string): HTMLInputElement => {
  const found = [...screen.host.querySelectorAll('label')].find(({ textContent }) => textContent === label);
  return screen.host.querySelector<HTMLInputElement>(`#${CSS.escape(found?.htmlFor ?? '')}`)!;
};
const fill = (label: string, text: string): Promise<void> => screen.during(() => type(field(label), text));
const choose = (value: string): Promise<void> =>
  screen.during(() => screen.host.querySelector<HTMLInputElement>(`input[value="${value}"]`)!.click());
/** What Enter in any field does. */
const enter = (): Promise<void> =>
  screen.during(async () => {
    screen.host.querySelector('form')!.requestSubmit();
    for (let turn = 0; turn < 15; turn++) await new Promise((resolve) => setTimeout(resolve, 2));
  });

beforeEach(async () => {
  done = [];
  engine = createScriptedEngine();
  engine.script.strategies = [strategy];
  stop = keepConnected(engine.open);
  await until(() => connectionStore.getState().phase === 'connected');
});
afterEach(async () => {
  await screen.unmount();
  stop();
  accountStream.reset();
  connectionStore.setState({ phase: 'connecting', link: null, lostTime: null, attempts: 0, problem: null });
});

test('Enter starts what the fields say, and never more by itself than was chosen', async () => {
  await show('paper');
  await fill('Fast period', '7');
  await fill('Symbols', 'SIM:ALPHA, BTCUSDT');
  await enter();
  expect(engine.script.startedRuns).toMatchObject([
    {
      strategy: strategy.slug,
      parameters: { fast: 7 },
      account: 'robot',
      symbols: ['SIM:ALPHA', 'BTCUSDT'],
      timeframe: '1m',
      autonomy: 'suggest',
      size: 0.2,
    },
  ]);
  expect(done).toEqual(['r0123456789']);
});

test('a field that cannot be used is named and nothing is started', async () => {
  await show('paper');
  await fill('Fast period', '0');
  await enter();
  expect(screen.host.textContent).toContain('A whole number from 1 to 500.');
  expect(screen.host.textContent).toContain('Name a symbol');
  expect(engine.script.startedRuns).toEqual([]);
});

test('a strategy that would trade real money by itself is asked for twice, anew after every change', async () => {
  await show('live');
  await fill('Symbols', 'AAPL');
  await choose('auto');
  await enter();
  expect(engine.script.startedRuns).toEqual([]);
  expect(screen.host.textContent).toContain('Trade real money on robot?');
  await fill('Symbols', 'MSFT');
  await enter();
  expect(engine.script.startedRuns).toEqual([]);
  await enter();
  expect(engine.script.startedRuns).toMatchObject([{ symbols: ['MSFT'], autonomy: 'auto' }]);
});
