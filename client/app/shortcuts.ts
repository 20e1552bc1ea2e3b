import { focusSearch } from '../commands/focus-search.ts';
import { commands } from '../commands/index.ts';
import { usePreferences } from '../state/preferences.ts';

/** 快捷键: single keys do nothing while someone types, and can be switched off; Ctrl+K always finds the search box. */
export function listenForShortcuts(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== 'k' || event.shiftKey) return;
      event.preventDefault();
      focusSearch();
      return;
    }
    if (
      !usePreferences.getState().shortcuts ||
      isTyping(event.target) ||
      document.querySelector('dialog[open]')
    )
      return;
    const command = commands.find(({ key }) => key === event.key);
    if (!command) return;
    event.preventDefault();
    command.run();
  };
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !/^(checkbox|radio|range|button)$/.test(target.getAttribute('type') ?? '')
  );
}
