import DatabaseZap from 'lucide-react/icons/database-zap';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Area } from '../../ui/area.tsx';
import { Button } from '../../ui/button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import type { PreviewProps } from './preview.tsx';
import { useCommitImport } from './queries.ts';
import { proposedName, whyNotCommit } from './why-not.ts';

/** 入库: what would be stored, under which name; when it cannot be, why. */
export function CommitBar({ resource, preview }: PreviewProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [name, setName] = useState(() => proposedName(preview.fileName, today()));
  const commit = useCommitImport(resource.id);
  const whyNot = whyNotCommit(resource, preview, name, language);
  const reason = whyNot ? t(`import.whyNot.${whyNot.reason}`, whyNot.values) : undefined;
  const reasonId = useId();
  const layer = layerById(resource.settings.layer).title[language];
  return (
    <footer className="import-commit">
      <p className="import-total">
        {t('import.commit.rows', { count: preview.commit.rows, layer })}
        <Area value={preview.areaSquareMeters} both />
        {preview.commit.skipped > 0 && (
          <span className="import-skipped">
            {t('import.commit.skipped', { count: preview.commit.skipped })}
          </span>
        )}
      </p>
      {commit.error && <ProblemView error={commit.error} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!whyNot && !commit.isPending) commit.mutate(name.trim());
        }}
      >
        <label>
          <span>{t('import.commit.name')}</span>
          <input
            className="input"
            value={name}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <Button
          type="submit"
          variant="primary"
          icon={<DatabaseZap size={16} aria-hidden />}
          disabledReason={reason}
          aria-describedby={reason ? reasonId : undefined}
        >
          {t('import.commit.button')}
        </Button>
      </form>
      {reason && (
        <p id={reasonId} className="import-why-not">
          {reason}
        </p>
      )}
    </footer>
  );
}

function today(): string {
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
