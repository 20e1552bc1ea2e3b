import { useShape } from '../../state/shape.ts';

/** 撤销与重做键: Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y work on the outline, unless somebody types: a box has an undo of its own. */
export function listenForHistoryKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    const { undo, redo } = useShape.getState();
    if (key === 'y' || event.shiftKey) redo();
    else undo();
  };
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA)$/.test(target.tagName))
  );
}
