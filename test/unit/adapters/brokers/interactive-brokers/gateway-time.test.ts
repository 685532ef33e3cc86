import { describe, expect, it } from 'vitest';
import {
  formatGatewayTime,
  gatewayOffset,
  parseGatewayTime,
} from '#adapters/brokers/interactive-brokers/gateway-time';
import { nextDowntime, restartWindow } from '#adapters/brokers/interactive-brokers/restart-window';

const at = (text: string) => Date.parse(text);

describe('times of TWS', () => {
  it.each([
    ['20260303 10:00:00 US/Eastern', '2026-03-03T15:00:00Z'],
    ['20260703 10:00:00 US/Eastern', '2026-07-03T14:00:00Z'],
    ['20260303-15:00:00', '2026-03-03T15:00:00Z'],
    ['20260303 16:00:00 Europe/Zurich', '2026-03-03T15:00:00Z'],
    ['20260303  16:00:00', '2026-03-03T15:00:00Z'],
    ['20260303 16:00:00 Central European Standard Time', '2026-03-03T15:00:00Z'],
  ])('%s', (text, time) => {
    expect(parseGatewayTime(text, 3_600_000)).toBe(at(time));
  });

  it.each(['', 'yesterday', '2026-03-03T15:00:00Z', '20260303'])('"%s" is none', (text) => {
    expect(parseGatewayTime(text, 0)).toBeNull();
  });

  it('the clock of TWS is found from its greeting, though it be seconds off', () => {
    const now = at('2026-03-03T15:00:20Z');
    expect(gatewayOffset('20260303 10:00:00 EST', now)).toBe(-5 * 3_600_000);
    expect(gatewayOffset('20260303 20:30:00 IST', now)).toBe(5.5 * 3_600_000);
    expect(gatewayOffset('', now)).toBe(0);
  });

  it('an end is written in UTC to the second, and refused between two', () => {
    expect(formatGatewayTime(at('2026-03-03T15:00:07Z'))).toBe('20260303-15:00:07');
    expect(() => formatGatewayTime(at('2026-03-03T15:00:07.5Z'))).toThrow('full second');
  });
});

describe('hours of maintenance', () => {
  it.each([
    ['2026-03-04T05:30:00Z', 'america', 'nightly reset', '2026-03-04T06:45:00Z'],
    ['2026-07-01T04:30:00Z', 'america', 'nightly reset', '2026-07-01T05:45:00Z'],
    ['2026-03-04T05:30:00Z', 'europe', 'nightly reset', '2026-03-04T06:45:00Z'],
    ['2026-03-04T13:00:00Z', 'asia', 'nightly reset', '2026-03-04T13:15:00Z'],
    ['2026-03-07T04:30:00Z', 'asia', 'weekend maintenance', '2026-03-07T08:00:00Z'],
    ['2026-03-07T05:30:00Z', 'america', 'weekend maintenance', '2026-03-07T08:00:00Z'],
  ] as const)('%s in %s: %s', (time, region, name, end) => {
    expect(restartWindow(at(time), region)).toMatchObject({ name, end: at(end) });
  });

  it.each([
    ['2026-03-04T05:14:59Z', 'america'],
    ['2026-03-04T06:45:00Z', 'america'],
    ['2026-03-04T15:00:00Z', 'europe'],
  ] as const)('%s in %s: none', (time, region) => {
    expect(restartWindow(at(time), region)).toBeNull();
  });

  it.each([
    ['2026-03-04T05:14:59Z', 'america', 'nightly reset', '2026-03-04T05:15:00Z', '2026-03-04T06:45:00Z'],
    // A Friday's night is the weekend's; the next of the nights is that to Sunday.
    [
      '2026-03-06T12:00:00Z',
      'america',
      'weekend maintenance',
      '2026-03-07T04:00:00Z',
      '2026-03-07T08:00:00Z',
    ],
    ['2026-03-07T08:00:00Z', 'america', 'nightly reset', '2026-03-08T05:15:00Z', '2026-03-08T06:45:00Z'],
    ['2026-03-07T09:00:00Z', 'europe', 'nightly reset', '2026-03-08T05:25:00Z', '2026-03-08T06:45:00Z'],
    ['2026-03-04T10:00:00Z', 'asia', 'nightly reset', '2026-03-04T12:15:00Z', '2026-03-04T13:15:00Z'],
  ] as const)('after %s in %s comes the %s', (time, region, name, start, end) => {
    expect(nextDowntime(at(time), region)).toEqual({ name, start: at(start), end: at(end) });
  });
});
