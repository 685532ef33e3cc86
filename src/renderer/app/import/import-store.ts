import { createStore, useStore } from 'zustand';

/** What a file chooser offers first; what a file is, its content tells. */
export const FILE_TYPES = '.csv,.tsv,.txt,.gz,.parquet,.jsonl,.ndjson,.json,text/csv';

/** A file offered for import, before anyone has said what it holds. */
export const importStore = createStore<{ readonly file: File | null }>()(() => ({ file: null }));

export function offerImport(file: File): void {
  importStore.setState({ file });
}

export function endImport(): void {
  importStore.setState({ file: null });
}

export const useOfferedFile = (): File | null => useStore(importStore, (state) => state.file);
