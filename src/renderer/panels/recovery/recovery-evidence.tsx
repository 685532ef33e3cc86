import type { ReactNode } from 'react';
import { useAnswer } from '../../client/use-answer.ts';
import { formatDecimalText, formatQuantity } from '../../format/money.ts';
import { formatDateTime } from '../../format/time.ts';
import { SideText } from '../order-cells.tsx';
import { stepTone, stepWord, waitText } from '../orders/step-words.ts';
import type { RecoveryItem } from './recovery-items.ts';

/** What is known about an item: what we did, what the broker says. */
export function RecoveryEvidence({ item }: { readonly item: RecoveryItem }): ReactNode {
  if (item.kind === 'unknown') return <DoubtEvidence item={item} />;
  if (item.kind === 'external') return <ExternalEvidence item={item} />;
  const { kind, what, ours, theirs } = item.difference;
  return (
    <dl className="recovery-books selectable">
      <dt>{kind === 'cash' ? `Cash in ${what}` : `Held of ${what}`}</dt>
      <dd>
        here <b className="number">{formatDecimalText(ours, kind === 'cash' ? 2 : 0)}</b>, at{' '}
        {item.account.brokerName}{' '}
        <b className="number">{formatDecimalText(theirs, kind === 'cash' ? 2 : 0)}</b>
      </dd>
    </dl>
  );
}

function DoubtEvidence({ item }: { readonly item: Extract<RecoveryItem, { kind: 'unknown' }> }): ReactNode {
  const { clientOrderId, question, symbol } = item.question;
  const { value: steps, problem } = useAnswer(
    `${clientOrderId} ${item.account.reconciliation?.time}`,
    ({ trading }, options) => trading.orderHistory({ clientOrderId }, options),
  );
  const first = steps?.[0];
  return (
    <div className="recovery-evidence selectable">
      <p className="strong">{first?.text ?? symbol}</p>
      <p className="warning">{question.charAt(0).toUpperCase() + question.slice(1)}.</p>
      {problem !== null && <p className="danger-text">{problem}</p>}
      <ol>
        {steps?.slice(1).map((step, place) => (
          <li key={step.sequence}>
            <span className="muted number">{formatDateTime(step.eventTime)}</span>
            <span className="muted number">
              {waitText(step.receivedTime - (steps[place]?.receivedTime ?? step.receivedTime))}
            </span>
            <span className={`order-step-word tone-${stepTone(step.kind)}`}>{stepWord(step.kind)}</span>
            <span>{step.text}</span>
          </li>
        ))}
      </ol>
      <p className="muted">Our number: {clientOrderId}</p>
    </div>
  );
}

function ExternalEvidence({
  item,
}: {
  readonly item: Extract<RecoveryItem, { kind: 'external' }>;
}): ReactNode {
  const { venueOrderId, symbol, side, type, quantity, filledQuantity, limitPrice, stopPrice } = item.order;
  return (
    <p className="recovery-evidence selectable">
      <SideText side={side} /> {formatQuantity(quantity)} <span className="strong">{symbol}</span>,{' '}
      {type.replaceAll('-', ' ')}
      {limitPrice !== undefined && ` at ${formatDecimalText(limitPrice)}`}
      {stopPrice !== undefined && `, stop ${formatDecimalText(stopPrice)}`}; {formatQuantity(filledQuantity)}{' '}
      filled.{' '}
      <span className="muted">
        {item.account.brokerName} has it as {venueOrderId}; nothing here sent it.
      </span>
    </p>
  );
}
