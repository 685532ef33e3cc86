import type { RollingWindow } from './rolling-window.ts';

/** Whether the value of `age` pushes ago is above every other of a full window. */
export function isPeak(window: RollingWindow, age: number): boolean {
  const centre = window.at(age);
  for (let other = 0; other < window.period; other++)
    if (other !== age && window.at(other) >= centre) return false;
  return true;
}
