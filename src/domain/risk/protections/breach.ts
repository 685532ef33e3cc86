import type { ProtectionEffect, ProtectionName } from './protection-settings.ts';

/** That a protection fires: what it holds, how hard, until when and why. */
export interface Breach {
  readonly protection: ProtectionName;
  /** Null for the whole account. */
  readonly symbol: string | null;
  readonly effect: ProtectionEffect;
  /** Milliseconds, exclusive. */
  readonly untilTime: number;
  /** A sentence with the figures. */
  readonly reason: string;
}

/** What one order realised when it closed or reduced a position, fees left out. */
export interface ClosedTrade {
  /** The order that closed it: its fills are one trade. */
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly closedTime: number;
  readonly profit: number;
  /** What the closed units had cost. */
  readonly cost: number;
  /** Closed by a stop of any kind. */
  readonly isStop: boolean;
}

export const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The trading day of an account that never closes ends at midnight UTC. */
export function endOfDay(time: number): number {
  return (Math.floor(time / DAY_MS) + 1) * DAY_MS;
}

/** `12.3 %`, with as few digits as tell it. */
export function percentText(value: number): string {
  return `${Number(value.toFixed(2))} %`;
}

/** `2 hours`, `1 day`, `90 minutes`. */
export function minutesText(minutes: number): string {
  const [count, unit] =
    minutes % 1_440 === 0
      ? [minutes / 1_440, 'day']
      : minutes % 60 === 0
        ? [minutes / 60, 'hour']
        : [minutes, 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
