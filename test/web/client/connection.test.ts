import { afterEach, expect, test } from 'vitest';
import { connectionStore, keepConnected, requireEngine } from '../../../src/renderer/client/connection.ts';
import { createScriptedEngine } from '../support/scripted-engine.ts';

let stop: (() => void) | undefined;
afterEach(() => {
  stop?.();
  connectionStore.setState({ phase: 'connecting', link: null, lostTime: null, attempts: 0, problem: null });
});

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}
const state = () => connectionStore.getState();

test('comes back by itself after the engine went away, as another link', async () => {
  const engine = createScriptedEngine();
  stop = keepConnected(engine.open);
  await until(() => state().phase === 'connected');
  const first = state().link;
  engine.cut();
  await until(() => state().phase === 'disconnected');
  expect(state()).toMatchObject({ link: null, problem: 'The line to the engine broke' });
  expect(state().lostTime).not.toBeNull();
  await until(() => state().phase === 'connected');
  expect(state().link?.epoch).toBe((first?.epoch ?? 0) + 1);
  expect(state()).toMatchObject({ lostTime: null, problem: null, attempts: 0 });
  expect(engine.connections).toBe(2);
});

test('one broken line is one attempt, though both channels close', async () => {
  const engine = createScriptedEngine();
  stop = keepConnected(engine.open);
  await until(() => state().phase === 'connected');
  engine.cut();
  await until(() => state().attempts > 0);
  expect(state().attempts).toBe(1);
});

test('an engine that cannot be reached is said to be so, with the reason', async () => {
  stop = keepConnected(() => Promise.reject(new Error('nothing listens on this port')));
  await until(() => state().phase === 'disconnected');
  expect(state().problem).toBe('Nothing listens on this port');
  expect(() => requireEngine()).toThrow('nothing was sent');
});
