import { expect, test } from 'vitest';
import type { OrderPreview } from '#contract/services/trading';
import { goToQuestion, SendPress } from '../../../src/renderer/panels/order-ticket/send-press.tsx';
import { sendVerdict } from '../../../src/renderer/panels/order-ticket/send-verdict.ts';
import { TicketPrecautions } from '../../../src/renderer/panels/order-ticket/ticket-precautions.tsx';
import { render } from '../support/render.tsx';
import { previewFixture } from '../support/scripted-engine.ts';

const far = { name: 'far-from-market', text: 'it is far away', isAccepted: false } as const;
const preview = (change: Partial<OrderPreview>): { preview: OrderPreview; problem: null } => ({
  problem: null,
  preview: { ...previewFixture, isAccepted: false, ...change },
});

test.each([
  ['nothing is known yet', { preview: null, problem: null }, 'open'],
  ['it would be sent', preview({ isAccepted: true }), 'open'],
  ['it asks alone', preview({ refusals: [far.text], precautions: [far] }), 'asked'],
  [
    'a limit stands against it as well',
    preview({ refusals: [far.text, 'no'], precautions: [far] }),
    'refused',
  ],
  [
    'what it asked is accepted, a limit stands',
    preview({ refusals: ['no'], precautions: [{ ...far, isAccepted: true }] }),
    'refused',
  ],
  ['it cannot be judged', { preview: null, problem: 'unknown symbol' }, 'refused'],
] as const)('%s', (_, live, verdict) => {
  expect(sendVerdict(live)).toBe(verdict);
});

// Would catch: a green button under an order that the engine has refused already.
test.each([
  ['open', 'send buy', null, 'Buy 3 GOOG ⏎'],
  ['asked', 'send asked', 'true', 'Buy 3 GOOG, meant so? ⏎'],
  ['refused', 'send refused', 'true', 'Buy 3 GOOG, refused ⏎'],
] as const)('%s is what the button looks like and says', async (verdict, className, disabled, text) => {
  const common = { side: 'buy', text: 'Buy 3 GOOG', reasonsId: 'why', isAsking: false } as const;
  const screen = await render(
    <SendPress {...common} verdict={verdict} isSending={false} isDisabled={false} />,
  );
  const button = screen.host.querySelector('button')!;
  expect(button.className).toBe(className);
  expect(button.getAttribute('aria-disabled')).toBe(disabled);
  expect(button.getAttribute('aria-describedby')).toBe(disabled && 'why');
  expect(button.textContent).toBe(text);
  // Enter in any field still asks the engine, which says why.
  expect(button.disabled).toBe(false);
  await screen.unmount();
});

test('the keyboard goes to the first question that is not answered', async () => {
  const large = { name: 'large-value', text: 'it is large', isAccepted: false } as const;
  const screen = await render(
    <TicketPrecautions
      precautions={[far, large]}
      accepted={['far-from-market']}
      onAccept={() => undefined}
    />,
  );
  expect(goToQuestion(screen.host)).toBe(true);
  expect(document.activeElement?.parentElement?.textContent).toBe('it is large');
  await screen.unmount();
});
