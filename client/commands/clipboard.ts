import { t } from '../app/i18n.ts';
import { notify } from '../state/notice.ts';

/** Puts text on the clipboard and says so. Offices often serve plain http, where only the older way works. */
export async function copyText(text: string): Promise<void> {
  await copy(text, text);
}

/** As `copyText`, for what must not be read out or shown again: only its name is said. */
export async function copySecret(secret: string, name: string): Promise<void> {
  await copy(secret, name);
}

async function copy(text: string, said: string): Promise<void> {
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else copyBySelection(text);
    notify(t('commands.copied', { text: said }));
  } catch {
    notify(t('commands.notCopied', { text: said }));
  }
}

function copyBySelection(text: string): void {
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.className = 'visually-hidden';
  // An open dialog makes the rest of the page unselectable.
  (document.querySelector('dialog[open]') ?? document.body).append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (!copied) throw new Error('the browser refused to copy');
}
