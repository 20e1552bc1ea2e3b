import { t } from '../app/i18n.ts';
import { notify } from '../state/notice.ts';

/** Puts text on the clipboard and says so. Offices often serve plain http, where only the older way works. */
export async function copyText(text: string): Promise<void> {
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else copyBySelection(text);
    notify(t('commands.copied', { text }));
  } catch {
    notify(t('commands.notCopied', { text }));
  }
}

function copyBySelection(text: string): void {
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (!copied) throw new Error('the browser refused to copy');
}
