import { describe, expect, test } from 'vitest';
import { bindingsOf, COMMANDS, keysText } from '../../../src/renderer/app/commands.ts';
import { rank } from '../../../src/renderer/app/palette.tsx';
import { pressedKeys } from '../../../src/renderer/app/pressed-keys.ts';

describe('keys', () => {
  test('no two actions start with the same key or name', () => {
    const keys = COMMANDS.flatMap((command) => command.keys ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length);
  });

  test('the settings override a key and leave the others', () => {
    const bindings = bindingsOf({ 'ticket.buy': 'F9' });
    expect(bindings.get('ticket.buy')).toBe('F9');
    expect(bindings.get('ticket.sell')).toBe('s');
    expect(bindings.get('replay.new')).toBeNull();
  });

  test.each([
    [{ key: 'B', shiftKey: false }, 'b'],
    [{ key: 'Escape', shiftKey: true }, 'Shift+Escape'],
    [{ key: ' ' }, 'Space'],
    [{ key: 'k', ctrlKey: true }, '$mod+k'],
    [{ key: '?', shiftKey: true }, 'Shift+?'],
    [{ key: 'Shift', shiftKey: true }, null],
  ])('pressing %j is written %s', (event, keys) => {
    expect(pressedKeys({ shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...event })).toBe(
      keys,
    );
  });

  test('a binding reads as printed on the keys', () => {
    expect(keysText('Shift+Escape')).toBe('⇧ Esc');
    expect(keysText('$mod+k')).toBe('Ctrl/⌘ K');
  });
});

describe('the palette', () => {
  test.each([
    ['place', 'ticket.buy'],
    ['change', 'orders.change'],
    ['cancel', 'orders.cancel-symbol'],
    ['cancel', 'orders.cancel-all'],
    ['flatten', 'position.flatten'],
    ['meant', 'ticket.meant-so'],
    ['halt', 'trading.halt'],
  ])('what a trader does is found by "%s": %s', (word, id) => {
    const title = COMMANDS.find((command) => command.id === id)?.title ?? '';
    expect(rank('', word, [title])).toBeGreaterThan(0);
  });

  test('a symbol typed in full comes before everything it begins', () => {
    const whole = rank('', 'GOOG', ['GOOG', 'Google']);
    expect(whole).toBeGreaterThan(rank('', 'GOOG', ['GOOGL', 'Google class A']));
    expect(whole).toBeGreaterThan(rank('', 'goo', ['GOOG', 'Google']));
  });

  test('words inside a name are found, and strangers are not', () => {
    expect(rank('', 'speed', ['Replay speed: 1 day/s'])).toBeGreaterThan(0);
    expect(rank('', 'zzz', ['Replay speed: 1 day/s'])).toBe(0);
  });
});
