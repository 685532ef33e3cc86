import type { ReactNode } from 'react';
import { toggleProvider } from './download-draft.ts';

export interface ChainLink {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  /** Variable of a key that it needs and lacks; null when it can be asked. */
  readonly missingKey: string | null;
}

/** Whom to ask, in the order they are chosen; nobody chosen leaves it to the engine. */
export function ChainChooser({
  label,
  links,
  chosen,
  onChange,
}: {
  readonly label: string;
  readonly links: readonly ChainLink[];
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}): ReactNode {
  return (
    <fieldset className="chain" aria-label={label}>
      <button
        type="button"
        className={chosen.length === 0 ? 'chip chosen' : 'chip'}
        aria-pressed={chosen.length === 0}
        title="The chain of the kind of data: the next one when one does not serve"
        onClick={() => onChange([])}
      >
        auto
      </button>
      {links.map(({ id, name, note, missingKey }) => {
        const place = chosen.indexOf(id);
        return (
          <button
            key={id}
            type="button"
            className={place >= 0 ? 'chip chosen' : 'chip'}
            aria-pressed={place >= 0}
            title={missingKey === null ? note : `Needs a key: set ${missingKey}`}
            onClick={() => onChange(toggleProvider(chosen, id))}
          >
            {place >= 0 && chosen.length > 1 && <b>{place + 1}</b>}
            {name}
            {missingKey !== null && ' · no key'}
          </button>
        );
      })}
    </fieldset>
  );
}

/** The variable of a key that is needed and not there. */
export function missingKeyOf({
  keyVariable,
  hasKey,
}: {
  readonly keyVariable: string | null;
  readonly hasKey: boolean;
}): string | null {
  return hasKey ? null : keyVariable;
}
