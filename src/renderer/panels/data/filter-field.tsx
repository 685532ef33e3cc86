import type { ReactNode } from 'react';

/** A short line to narrow a list with; Esc empties it, then leaves it. */
export function FilterField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  return (
    <input
      className="filter-field"
      type="search"
      aria-label={label}
      placeholder={`${label}…`}
      value={value}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.shiftKey || value === '') return;
        onChange('');
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
