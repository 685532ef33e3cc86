import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { OrderView } from '#contract/services/trading';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { formatQuantity } from '../../format/money.ts';
import { changedTerms, type OrderTermTexts, termFields } from './order-change.ts';

/**
 * New terms for an open order, in one line: Enter asks for them, Esc leaves them. What is wrong is said in the line; a
 * refusal of the engine too.
 */
export function OrderChangeLine({
  order,
  proposed = {},
  onClose,
}: {
  readonly order: OrderView;
  /** New terms written in from the start. */
  readonly proposed?: OrderTermTexts;
  readonly onClose: () => void;
}): ReactNode {
  const isConnected = useIsConnected();
  const fields = termFields(order);
  const [texts, setTexts] = useState<OrderTermTexts>(() =>
    Object.fromEntries(fields.map(({ name, value }) => [name, proposed[name] ?? value])),
  );
  const [problem, setProblem] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.select(), []);

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    const outcome = changedTerms(order, texts);
    if (outcome.kind === 'same') return onClose();
    if (outcome.kind === 'wrong') return setProblem(outcome.text);
    setIsAsking(true);
    setProblem(null);
    try {
      await requireEngine().trading.replace({ clientOrderId: order.clientOrderId, ...outcome.change });
      onClose();
    } catch (error) {
      setProblem(refusalText(error));
    } finally {
      setIsAsking(false);
    }
  }

  return (
    <form
      className="order-change"
      aria-label={`Change the order in ${order.symbol}`}
      onSubmit={(event) => void send(event)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.shiftKey) return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <span className="muted">New terms:</span>
      {fields.map(({ name, label }, place) => (
        <label key={name} className="muted">
          {label}
          <input
            ref={place === 0 ? first : undefined}
            aria-label={label}
            data-changed={texts[name] !== order[name] || undefined}
            inputMode="decimal"
            autoComplete="off"
            value={texts[name] ?? ''}
            onChange={({ target: { value } }) => setTexts((before) => ({ ...before, [name]: value }))}
          />
        </label>
      ))}
      {Number(order.filledQuantity) > 0 && (
        <span className="muted">{formatQuantity(order.filledQuantity)} filled</span>
      )}
      <button type="submit" className="button small primary" disabled={!isConnected || isAsking}>
        Change ⏎
      </button>
      <button type="button" className="link-button" onClick={onClose}>
        Leave (Esc)
      </button>
      {problem !== null && (
        <span className="danger-text" role="alert" title={problem}>
          {problem}
        </span>
      )}
    </form>
  );
}
