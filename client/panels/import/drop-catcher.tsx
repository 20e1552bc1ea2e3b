import FileDown from 'lucide-react/icons/file-down';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { carriesFiles, droppedFiles } from './dropped-files.ts';
import './drop-catcher.css';

/** 拖放: files dropped anywhere on the page open the import panel with them. */
export function DropCatcher() {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);

  useEffect(() => {
    // Entering a child fires before leaving its parent, so the page is left when the count is back at zero.
    let depth = 0;
    const onEnter = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      depth++;
      setOver(true);
    };
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer!.dropEffect = 'copy';
    };
    const onLeave = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      depth--;
      if (depth <= 0) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      void openDrop(event.dataTransfer!);
    };
    const listeners = { dragenter: onEnter, dragover: onOver, dragleave: onLeave, drop: onDrop };
    for (const [name, listener] of Object.entries(listeners))
      addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        removeEventListener(name, listener as EventListener);
      }
    };
  }, []);

  return over ? (
    <div className="drop-catcher" aria-hidden>
      <p>
        <FileDown size={32} />
        {t('ui.dropHere')}
      </p>
    </div>
  ) : null;
}

async function openDrop(transfer: DataTransfer): Promise<void> {
  // The drop's contents are gone after this task: they are taken before anything is loaded.
  const files = droppedFiles(transfer);
  const { startImport } = await import('./import-store.ts');
  await startImport(await files);
}
