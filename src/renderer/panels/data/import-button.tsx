import type { ReactNode } from 'react';
import { FILE_TYPES, offerImport } from '../../app/import/import-store.ts';

/** Lets a person choose a file to import. */
export function ImportButton({ text = 'Import file…' }: { readonly text?: string }): ReactNode {
  return (
    <label className="button small">
      {text}
      <input
        className="visually-hidden"
        type="file"
        accept={FILE_TYPES}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) offerImport(file);
          event.target.value = '';
        }}
      />
    </label>
  );
}
