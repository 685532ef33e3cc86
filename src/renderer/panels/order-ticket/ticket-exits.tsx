import type { ReactNode } from 'react';
import type { OrderRequest } from '#contract/services/trading';
import { DECIMAL_ONE } from '#domain/values/decimal';
import { SelectField } from '../../components/field.tsx';
import { formatDecimalText } from '../../format/money.ts';
import { useSettings } from '../../stores/engine-streams.ts';
import { AmountField, UnitChoice } from '../../trading/amount-field.tsx';
import { tickOf } from '../../trading/amount-text.ts';
import type { ExitUnit } from '../../trading/exit-price.ts';
import { draftOfExits, EMPTY_EXITS } from './exits-draft.ts';
import type { DraftCheck, TicketDraft } from './ticket-draft.ts';
import { TicketTemplate } from './ticket-template.tsx';

const PLAIN = 'plain';
const NEW = 'new';

/** What is sent with the order once it fills: a target and a stop, or a template, kept or written here. */
export function TicketExits(props: ExitsProps): ReactNode {
  const { draft, check, onEdit } = props;
  const kept = useSettings()?.exitTemplates ?? [];
  const { exits } = draft;
  const isKept = kept.some(({ name }) => name === exits?.name);
  const choose = (chosen: string): void => {
    const template = kept.find(({ name }) => `kept ${name}` === chosen);
    if (chosen === PLAIN) onEdit({ exits: null });
    else onEdit({ exits: template ? draftOfExits(template) : EMPTY_EXITS });
  };
  return (
    <>
      <SelectField
        label="Exits"
        value={exits === null ? PLAIN : isKept ? `kept ${exits.name}` : NEW}
        choices={[
          { value: PLAIN, text: 'target and stop' },
          ...kept.map(({ name }) => ({ value: `kept ${name}`, text: name })),
          { value: NEW, text: 'new template' },
        ]}
        onChoose={choose}
      />
      {exits === null ? (
        <PlainExits {...props} />
      ) : (
        <TicketTemplate
          draft={exits}
          check={check}
          onEdit={(changes) => onEdit({ exits: { ...exits, ...changes } })}
        />
      )}
    </>
  );
}

interface ExitsProps {
  readonly draft: TicketDraft;
  readonly check: DraftCheck;
  /** As it would be sent; absent while the draft is incomplete. */
  readonly bracket: OrderRequest['bracket'];
  readonly currency: string;
  readonly precision: number;
  readonly onEdit: (changes: Partial<TicketDraft>) => void;
}

/** Target and protective stop that are sent with the order, each as a price, in ticks, percent or money. */
function PlainExits({ draft, check, bracket, currency, precision, onEdit }: ExitsProps): ReactNode {
  const units: readonly { value: ExitUnit; text: string }[] = [
    { value: 'price', text: 'price' },
    { value: 'ticks', text: 'ticks' },
    { value: 'percent', text: '%' },
    { value: 'money', text: currency || 'money' },
  ];
  return (['target', 'stop'] as const).map((kind) => {
    const { text, unit } = draft[kind];
    const price = kind === 'target' ? bracket?.takeProfit : bracket?.stopLoss;
    return (
      <AmountField
        key={kind}
        label={kind === 'target' ? 'Then target' : 'Then stop'}
        value={text}
        placeholder="none"
        step={unit === 'price' ? tickOf(precision) : unit === 'percent' ? DECIMAL_ONE / 10n : DECIMAL_ONE}
        start={unit === 'price' ? null : DECIMAL_ONE}
        error={check.errors[kind]}
        onType={(typed) => onEdit({ [kind]: { text: typed, unit } })}
        suffix={
          <>
            {unit !== 'price' && price !== undefined && (
              <b className="ticket-units">= {formatDecimalText(price)}</b>
            )}
            <UnitChoice
              label={`${kind === 'target' ? 'Target' : 'Stop'} is in`}
              value={unit}
              units={units}
              onChoose={(chosen) => onEdit({ [kind]: { text: '', unit: chosen } })}
            />
          </>
        }
      />
    );
  });
}
