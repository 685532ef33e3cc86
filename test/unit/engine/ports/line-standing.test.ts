import { expect, test } from 'vitest';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { BrokerState } from '#engine/ports/broker';
import { LineStanding } from '#engine/ports/line-standing';

function standing() {
  const clock = new SimulatedClock(1_000);
  const told: BrokerState[] = [];
  let letGo = 0;
  const line = new LineStanding({
    name: 'Venue',
    clock,
    sink: { state: (state) => told.push(state) },
    letGo: () => {
      letGo++;
    },
  });
  return { line, clock, told, letGo: () => letGo };
}

test('a rest holds orders back and is over by itself', () => {
  const { line, clock, told } = standing();
  line.ready();
  line.rest('too many requests', 500);
  expect(line.hindrance()).toBe('Venue takes no more requests for now');
  clock.advance(500);
  expect(line.hindrance()).toBeNull();
  expect(told.map(({ kind }) => kind)).toEqual(['ready', 'waiting', 'ready']);
});

test('a line that was lost while the broker rests is not ready when the rest is over', () => {
  const { line, clock, told } = standing();
  line.ready();
  line.rest('too many requests', 500);
  line.lost('the stream was closed', 9_000);
  clock.advance(500);
  expect(line.hindrance()).toBe('there is no connection to Venue at the moment');
  expect(told.at(-1)).toMatchObject({ kind: 'waiting', retryTime: 9_000 });
});

// Would catch: a late 429 that tells a person the account comes back by itself, when it waits for keys.
test('nothing that comes later hides that a person has to log in', () => {
  const { line, clock, told, letGo } = standing();
  line.needLogin('enter valid keys');
  line.needLogin('another reason');
  line.rest('too many requests', 500);
  clock.advance(500);
  expect(told).toEqual([{ kind: 'needs-login', reason: 'enter valid keys' }]);
  expect(line.hindrance()).toBe('enter valid keys');
  expect(() => line.requireOpen()).toThrow('enter valid keys');
  expect(letGo()).toBe(1);
});

test('it is closed once, after what is under way was settled', () => {
  const { line, told } = standing();
  const settled: number[] = [];
  line.close(() => settled.push(told.length));
  line.close(() => settled.push(told.length));
  expect(settled).toEqual([0]);
  expect(told).toEqual([{ kind: 'closed', reason: 'closed on request' }]);
  expect(() => line.requireOpen()).toThrow('connect again');
});
