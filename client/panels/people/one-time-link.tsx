import Copy from 'lucide-react/icons/copy';
import { useTranslation } from 'react-i18next';
import type { Person } from '#core/contract/people.ts';
import { useLanguage } from '../../app/i18n.ts';
import { copySecret } from '../../commands/clipboard.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { timeText } from '../../ui/time.ts';

export interface OneTimeLinkProps {
  readonly person: Person;
  readonly link: string;
  readonly expiresAt: string;
  readonly onClose: () => void;
}

/** 一次性链接, shown this once, to be handed to the person. */
export function OneTimeLink({ person, link, expiresAt, onClose }: OneTimeLinkProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const url = new URL(link, location.href).href;
  return (
    <Dialog
      title={t('people.linkTitle', { name: person.name })}
      onClose={onClose}
      actions={
        <Button onClick={onClose} variant="primary">
          {t('people.done')}
        </Button>
      }
    >
      <div className="people-form">
        <p>{t('people.linkNote', { time: timeText(expiresAt, language) })}</p>
        <p className="one-time-link">
          <code>{url}</code>
        </p>
        <Button
          icon={<Copy size={16} aria-hidden />}
          onClick={() => void copySecret(url, t('people.link'))}
          autoFocus
        >
          {t('people.copyLink')}
        </Button>
      </div>
    </Dialog>
  );
}
