import type { ReactNode } from 'react';
import type { Precaution, PrecautionName } from '#contract/services/protections';

/** What the order is held up by until a person says that it is meant so, one tick each. */
export function TicketPrecautions({
  precautions,
  accepted,
  onAccept,
}: {
  readonly precautions: readonly Precaution[];
  readonly accepted: readonly PrecautionName[];
  readonly onAccept: (accepted: readonly PrecautionName[]) => void;
}): ReactNode {
  if (precautions.length === 0) return null;
  return (
    <fieldset className="precautions">
      <legend>Meant so?</legend>
      {precautions.map(({ name, text }) => (
        <label key={name} className="check">
          <input
            type="checkbox"
            checked={accepted.includes(name)}
            onChange={({ target }) =>
              onAccept(target.checked ? [...accepted, name] : accepted.filter((one) => one !== name))
            }
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
