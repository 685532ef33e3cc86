import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

// A token made prettier and unreadable would pass every other test.
const sheet = readFileSync('src/renderer/styles/tokens.css', 'utf8');
const THEMES = ['dark', 'light'] as const;
const VARIANTS = ['green-red', 'blue-orange', 'red-green'] as const;
const GROUNDS = ['panel', 'raised', 'hover', 'selected'] as const;
const TEXTS = ['text', 'muted', 'accent', 'model', 'up', 'down', 'warning', 'danger', 'good'] as const;
const ON = [
  ['on-up', 'up'],
  ['on-down', 'down'],
  ['on-accent', 'accent'],
  ['on-danger', 'danger'],
  ['panel', 'warning'],
] as const;
const LEAST = 4.5;

describe.each(THEMES)('%s', (theme) => {
  test.each(VARIANTS)('text can be read on every ground it stands on, %s', (variant) => {
    const colour = tokensOf(theme, variant);
    const weak = [...TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)), ...ON]
      .map(([text, ground]) => ({ text, ground, ratio: contrast(colour(text), colour(ground)) }))
      .filter(({ ratio }) => ratio < LEAST)
      .map(({ text, ground, ratio }) => `${text} on ${ground}: ${ratio.toFixed(2)}`);
    expect(weak).toEqual([]);
  });
});

/** Custom properties in force for a theme and a pair of colours; later rules win, as their specificity does here. */
function tokensOf(theme: string, variant: string): (name: string) => string {
  const inForce = new Map<string, string>();
  for (const [, selector = '', body = ''] of sheet.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const isInForce = selector
      .replace(/\/\*.*?\*\//gs, '')
      .split(',')
      .some((one) => {
        const wanted = [...one.matchAll(/\[data-([a-z-]+)="([a-z-]+)"\]/g)];
        return wanted.every(([, name, value]) => value === (name === 'theme' ? theme : variant));
      });
    if (!isInForce) continue;
    for (const [, name = '', value = ''] of body.matchAll(/--([a-z-]+):\s*([^;]+);/g))
      inForce.set(name, value);
  }
  return (name) => {
    const value = inForce.get(name);
    if (value === undefined) throw new Error(`tokens.css has no --${name} for ${theme}, ${variant}`);
    return value;
  };
}

/** Contrast ratio of two hex colours, WCAG 2.2: 1 to 21. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(hex: string): number {
  const channels = /^#(..)(..)(..)$/.exec(hex);
  if (channels === null) throw new Error(`"${hex}" is no #rrggbb colour`);
  const [red, green, blue] = channels.slice(1).map((digits) => {
    const share = Number.parseInt(digits, 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
