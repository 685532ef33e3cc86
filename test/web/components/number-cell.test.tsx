import { expect, test } from 'vitest';
import { NumberCell } from '../../../src/renderer/components/number-cell.tsx';
import { render } from '../support/render.tsx';

test('flashes towards the move, anew on each, and never for a draw without a change', async () => {
  const screen = await render(<NumberCell value={10} text="10.00" />);
  const flash = () => /flash-\w+-\d/.exec(screen.host.innerHTML)?.[0];
  expect(flash()).toBeUndefined();
  await screen.update(<NumberCell value={11} text="11.00" />);
  expect(flash()).toBe('flash-up-1');
  await screen.update(<NumberCell value={11} text="11.00" />);
  expect(flash()).toBe('flash-up-1');
  await screen.update(<NumberCell value={9} text="9.00" />);
  expect(flash()).toBe('flash-down-0');
  await screen.update(<NumberCell value={9.001} text="9.00" />);
  expect(flash()).toBe('flash-down-0');
  await screen.unmount();
});

test('the first value after none is no move', async () => {
  const screen = await render(<NumberCell value={null} text="–" />);
  await screen.update(<NumberCell value={5} text="5.00" />);
  expect(screen.host.innerHTML).not.toContain('flash');
  await screen.unmount();
});
