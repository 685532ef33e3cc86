import { type ReactNode, useId } from 'react';
import type { BrokerView } from '#contract/services/accounts';

type Field = BrokerView['fields'][number];

/** What a broker asks for: what it needs, and folded away what it can do without. The page holds what is typed, not the program. */
export function BrokerFields({ fields }: { readonly fields: readonly Field[] }): ReactNode {
  const optional = fields.filter(({ isRequired }) => !isRequired);
  return (
    <>
      {fields
        .filter(({ isRequired }) => isRequired)
        .map((field) => (
          <BrokerField key={field.name} field={field} />
        ))}
      {optional.length > 0 && (
        <details className="broker-optional">
          <summary>Optional: {optional.map(({ label }) => label.toLowerCase()).join(', ')}</summary>
          {optional.map((field) => (
            <BrokerField key={field.name} field={field} />
          ))}
        </details>
      )}
    </>
  );
}

function BrokerField({ field }: { readonly field: Field }): ReactNode {
  const id = useId();
  const { name, label, isSecret, isRequired, default: usual, hint } = field;
  const common = {
    id,
    name,
    required: isRequired,
    maxLength: 4_000,
    spellCheck: false,
    autoComplete: 'off',
    'aria-describedby': hint === undefined ? undefined : `${id}-hint`,
  } as const;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="input">
        {isSecret ? (
          // Keys may have several lines, which a field for passwords would run together.
          <textarea {...common} className="secret" rows={1} />
        ) : (
          <input {...common} placeholder={usual} />
        )}
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
    </div>
  );
}
