import { createStore, useStore } from 'zustand';

/** A file offered for import, before anyone has said what it holds. */
export const importStore = createStore<{ readonly file: File | null }>()(() => ({ file: null }));

export function offerImport(file: File): void {
  importStore.setState({ file });
}

export function endImport(): void {
  importStore.setState({ file: null });
}

export const useOfferedFile = (): File | null => useStore(importStore, (state) => state.file);
