import { type ReactNode, useEffect, useState } from 'react';
import { offerImport, useOfferedFile } from './import-store.ts';
import { ImportWizard } from './import-wizard.tsx';

/** Takes a price file dropped anywhere on the window, and shows the import of the one offered. */
export function ImportDrop(): ReactNode {
  const file = useOfferedFile();
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const isFileDrag = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const over = (event: DragEvent): void => {
      if (!isFileDrag(event)) return;
      event.preventDefault();
      setIsOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!isFileDrag(event)) return;
      event.preventDefault();
      setIsOver(false);
      const dropped = event.dataTransfer?.files[0];
      if (dropped) offerImport(dropped);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return (
    <>
      {file && <ImportWizard key={`${file.name} ${file.lastModified}`} file={file} />}
      {isOver && (
        <div className="drop-hint">Drop a file with prices: CSV, packed or not, JSON lines or Parquet</div>
      )}
    </>
  );
}
