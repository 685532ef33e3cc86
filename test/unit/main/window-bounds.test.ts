import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fitBounds, readWindowBounds, writeWindowBounds } from '../../../src/main/window-bounds.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const FIRST = { width: 1680, height: 1000, isMaximized: false };
const laptop = { x: 0, y: 0, width: 1920, height: 1080 };
const left = { x: -2560, y: 200, width: 2560, height: 1440 };

describe('window bounds', () => {
  test.each([
    ['as they were', { x: 40, y: 50, width: 1400, height: 900, isMaximized: false }, [laptop], undefined],
    [
      'maximized stays maximized',
      { x: 0, y: 0, width: 1680, height: 1000, isMaximized: true },
      [laptop],
      undefined,
    ],
    [
      'on the screen to the left',
      { x: -2000, y: 300, width: 1400, height: 900, isMaximized: false },
      [laptop, left],
      undefined,
    ],
    [
      'back to the middle when that screen is gone',
      { x: -2000, y: 300, width: 1400, height: 900, isMaximized: false },
      [laptop],
      { width: 1400, height: 900, isMaximized: false },
    ],
    [
      'back to the middle when only a sliver could be grabbed',
      { x: 1880, y: 10, width: 1400, height: 900, isMaximized: false },
      [laptop],
      { width: 1400, height: 900, isMaximized: false },
    ],
    [
      'back to the middle when its title bar is above the screen',
      { x: 10, y: -30, width: 1400, height: 900, isMaximized: false },
      [laptop],
      { width: 1400, height: 900, isMaximized: false },
    ],
    [
      'never smaller than the screen can be used',
      { x: 0, y: 0, width: 300, height: 200, isMaximized: false },
      [laptop],
      { x: 0, y: 0, width: 1100, height: 700, isMaximized: false },
    ],
    ['the first ones for nonsense', { width: '1e9', height: -4 }, [laptop], FIRST],
    ['the first ones for nothing', null, [laptop], FIRST],
  ])('%s', (_title, kept, screens, expected) => {
    expect(fitBounds(kept, screens)).toEqual(expected ?? kept);
  });

  test('are kept in a file, and a damaged file does not keep the app from starting', () => {
    const file = join(temporaryFolder(), 'new/window.json');
    expect(readWindowBounds(file, [laptop])).toEqual(FIRST);
    const bounds = { x: 5, y: 6, width: 1200, height: 800, isMaximized: true };
    writeWindowBounds(file, bounds);
    expect(readWindowBounds(file, [laptop])).toEqual(bounds);
  });
});
