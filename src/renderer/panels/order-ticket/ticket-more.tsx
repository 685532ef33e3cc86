import { type ReactNode, useId } from 'react';
import { DECIMAL_ONE } from '#domain/values/decimal';
import type { AccountTakes } from '../../trading/account-takes.ts';
import { AmountField } from '../../trading/amount-field.tsx';
import type { AlgorithmCheck, AlgorithmDraft } from './algorithm-draft.ts';
import { TicketAlgorithm } from './ticket-algorithm.tsx';
import { type DraftCheck, mayRest, type TicketDraft } from './ticket-draft.ts';
import { editAlgorithm, showMore, useTicket } from './ticket-store.ts';

interface MoreProps {
  readonly draft: TicketDraft;
  readonly check: DraftCheck;
  readonly algorithm: AlgorithmDraft;
  readonly worked: AlgorithmCheck;
  readonly takes: AccountTakes;
  readonly onEdit: (changes: Partial<TicketDraft>) => void;
}

/** What most orders do without: instructions, showing only a part, working it in parts. Said in a word while it is shut. */
export function TicketMore(props: MoreProps): ReactNode {
  const { isMoreShown } = useTicket();
  const id = useId();
  const used = usedWords(props);
  return (
    <>
      <button
        type="button"
        className="ticket-more"
        aria-expanded={isMoreShown}
        aria-controls={id}
        onClick={() => showMore(!isMoreShown)}
      >
        <span aria-hidden="true">{isMoreShown ? '▾' : '▸'}</span> More
        <span className={used === '' ? 'muted' : 'warning'}>
          {used || 'post-only, reduce-only, iceberg, TWAP, VWAP, POV'}
        </span>
      </button>
      {isMoreShown && (
        <div id={id} className="ticket-more-fields">
          <Instructions {...props} />
          <TicketAlgorithm draft={props.algorithm} check={props.worked} onEdit={editAlgorithm} />
        </div>
      )}
    </>
  );
}

/** What is set of it, so that nothing hidden is sent unseen. */
function usedWords({ draft, algorithm }: Pick<MoreProps, 'draft' | 'algorithm'>): string {
  const rests = mayRest(draft);
  return [
    rests && draft.isPostOnly && 'post-only',
    draft.isReduceOnly && 'reduce-only',
    rests && draft.displayQuantity !== '' && 'iceberg',
    algorithm.working !== 'whole' && `worked as ${algorithm.working.toUpperCase()}`,
  ]
    .filter((word) => word !== false)
    .join(', ');
}

function Instructions({ draft, check, takes, onEdit }: MoreProps): ReactNode {
  const rests = mayRest(draft);
  return (
    <>
      <div className="ticket-checks">
        {rests && (
          <label className="check" title={takes.postOnly ? undefined : `Not at ${takes.brokerName}`}>
            <input
              type="checkbox"
              checked={draft.isPostOnly}
              disabled={!takes.postOnly}
              onChange={({ target }) => onEdit({ isPostOnly: target.checked })}
            />
            Post-only
          </label>
        )}
        <label className="check" title={takes.reduceOnly ? undefined : `Not at ${takes.brokerName}`}>
          <input
            type="checkbox"
            checked={draft.isReduceOnly}
            disabled={!takes.reduceOnly}
            onChange={({ target }) => onEdit({ isReduceOnly: target.checked })}
          />
          Reduce-only
        </label>
      </div>
      {rests && takes.iceberg && (
        <AmountField
          label="Show at a time"
          value={draft.displayQuantity}
          placeholder="all of it"
          step={DECIMAL_ONE}
          start={DECIMAL_ONE}
          error={check.errors.displayQuantity}
          onType={(displayQuantity) => onEdit({ displayQuantity })}
        />
      )}
    </>
  );
}
