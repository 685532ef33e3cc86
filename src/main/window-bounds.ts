import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window was; `x` and `y` are absent the first time. */
export interface WindowBounds {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly isMaximized: boolean;
}

export const WIDTH_MIN = 1100;
export const HEIGHT_MIN = 700;
const FIRST_BOUNDS: WindowBounds = { width: 1680, height: 1000, isMaximized: false };
/** So much of the window must be on a screen, or it could not be grabbed. */
const VISIBLE_MIN = 100;

/** Bounds kept in `file`, made to fit the screens there are now; the first bounds when there is no sound file. */
export function readWindowBounds(file: string, screens: readonly Rectangle[]): WindowBounds {
  let kept: unknown;
  try {
    kept = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return FIRST_BOUNDS;
  }
  return fitBounds(kept, screens);
}

export function writeWindowBounds(file: string, bounds: WindowBounds): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(bounds));
}

/** Kept bounds if they are sound and reachable; a window left on a screen that is gone comes back to the middle. */
export function fitBounds(kept: unknown, screens: readonly Rectangle[]): WindowBounds {
  if (typeof kept !== 'object' || kept === null) return FIRST_BOUNDS;
  const { x, y, width, height, isMaximized } = kept as Record<string, unknown>;
  if (!isSize(width) || !isSize(height)) return FIRST_BOUNDS;
  const size = {
    width: Math.max(WIDTH_MIN, width),
    height: Math.max(HEIGHT_MIN, height),
    isMaximized: isMaximized === true,
  };
  if (!Number.isInteger(x) || !Number.isInteger(y)) return size;
  const rectangle: Rectangle = { x: x as number, y: y as number, ...size };
  return screens.some((screen) => isReachable(rectangle, screen))
    ? { ...size, x: rectangle.x, y: rectangle.y }
    : size;
}

function isSize(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) < 100_000;
}

/** The title bar is what one grabs: enough of its width, and its height, must be on the screen. */
function isReachable(window: Rectangle, screen: Rectangle): boolean {
  const overlap = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  return overlap >= VISIBLE_MIN && window.y >= screen.y && window.y <= screen.y + screen.height - VISIBLE_MIN;
}
