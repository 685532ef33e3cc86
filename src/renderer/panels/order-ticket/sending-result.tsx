import type { ReactNode } from 'react';
import { Problem } from '../../components/notice.tsx';
import { WhyButton } from '../order-cells.tsx';
import type { Sending } from './use-order-sending.ts';

/** A refusal below the edge of a low panel would be no answer at all. */
function bringIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView?.({ block: 'nearest' });
}

/** What became of the last press of the button. */
export function SendingResult({ sending }: { readonly sending: Sending }): ReactNode {
  if (sending.state === 'sent')
    return (
      <p className="sent" role="status">
        <span aria-hidden="true">✓ </span>
        {sending.text} {sending.clientOrderId !== null && <WhyButton clientOrderId={sending.clientOrderId} />}
      </p>
    );
  if (sending.state === 'refused')
    return (
      <ul className="refusals" role="alert" aria-label="The order was refused" ref={bringIntoView}>
        {sending.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    );
  return sending.state === 'unknown' ? <Problem text={sending.text} /> : null;
}
