import { expect, test, vi } from 'vitest';
import type { NotificationView } from '#contract/services/alerts';
import {
  allowFillSound,
  dismissToast,
  receiveNotifications,
  toastStore,
} from '../../../src/renderer/stores/toasts.ts';

const event = (id: string): NotificationView => ({
  id,
  eventTime: 0,
  severity: 'info',
  source: 'alerts',
  title: id,
  text: '',
});
const shown = () => toastStore.getState().toasts.map(({ id }) => id);

test('an event is shown once: not from before the window opened, not again after a reconnection', () => {
  receiveNotifications({ kind: 'snapshot', items: [event('before')] });
  expect(shown()).toEqual([]);
  receiveNotifications({ kind: 'changed', items: [event('now')], removedIds: [] });
  expect(shown()).toEqual(['now']);
  dismissToast('now');
  receiveNotifications({ kind: 'snapshot', items: [event('before'), event('now'), event('meanwhile')] });
  expect(shown()).toEqual(['meanwhile']);
});

test('of the fills of a fast replay only the newest is kept; what went wrong stays', () => {
  toastStore.setState({ toasts: [] });
  const fill = (id: string) => ({ ...event(id), severity: 'success' as const });
  const refusal = { ...event('refused'), severity: 'warning' as const };
  receiveNotifications({ kind: 'changed', items: [fill('one'), refusal, fill('two')], removedIds: [] });
  receiveNotifications({ kind: 'changed', items: [fill('three')], removedIds: [] });
  expect(shown()).toEqual(['refused', 'three']);
});

test('a fill is heard once however often it is told, many at once are one tone, and none when switched off', () => {
  let tones = 0;
  class Context {
    currentTime = 0;
    destination = {};
    createGain = () => ({
      gain: { setValueAtTime: () => undefined, exponentialRampToValueAtTime: () => undefined },
      connect: (next: unknown) => next,
    });
    createOscillator = () => ({
      frequency: { value: 0 },
      connect: (next: unknown) => next,
      start: () => tones++,
      stop: () => undefined,
    });
  }
  vi.stubGlobal('AudioContext', Context);
  const filled = (id: string) => ({ ...event(id), severity: 'success' as const, fillId: id });
  receiveNotifications({ kind: 'changed', items: [filled('off')], removedIds: [] });
  expect(tones).toBe(0);
  allowFillSound(() => true);
  receiveNotifications({ kind: 'changed', items: [filled('a'), filled('b')], removedIds: [] });
  receiveNotifications({ kind: 'changed', items: [filled('a')], removedIds: [] });
  receiveNotifications({ kind: 'snapshot', items: [filled('a'), filled('b')] });
  expect(tones).toBe(1);
  vi.unstubAllGlobals();
});
