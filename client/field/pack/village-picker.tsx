import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Region } from '#core/contract/workspace.ts';
import { TextField } from '../../ui/field.tsx';
import { Empty } from '../../ui/progress.tsx';
import { useFieldLanguage } from '../app/i18n.ts';
import { useFieldSession } from '../app/session.ts';
import { useFieldWorkspace } from '../app/workspace.ts';

/** Rows drawn at once; the rest is found by typing. */
const SHOWN = 60;

/** 选村: towns and villages that the person works in. */
export function VillagePicker({ onPick }: { readonly onPick: (region: Region) => void }) {
  const { t } = useTranslation();
  const language = useFieldLanguage();
  const [text, setText] = useState('');
  const regions = useFieldWorkspace((state) => state.workspace?.regions);
  const grants = useFieldSession((state) => state.person?.grants);
  const own = useMemo(() => {
    const prefixes = (grants ?? []).map(({ regionCode }) => regionCode.replace(/(000)+$/, ''));
    return (regions ?? []).filter(
      ({ level, code }) => level !== 'district' && prefixes.some((prefix) => code.startsWith(prefix)),
    );
  }, [regions, grants]);
  const found = own.filter(({ name, nameEn, code }) =>
    [name, nameEn ?? '', code].some((each) => each.toLowerCase().includes(text.trim().toLowerCase())),
  );
  return (
    <div className="pack-villages">
      <TextField label={t('pack.findVillage')} value={text} onChange={setText} type="search" />
      {found.length === 0 && <Empty title={t('pack.noVillage')} />}
      {found.slice(0, SHOWN).map((region) => (
        <button key={region.code} type="button" className="row-button" onClick={() => onPick(region)}>
          <strong>{language === 'en' ? (region.nameEn ?? region.name) : region.name}</strong>
          <span>{t(`pack.level.${region.level}`)}</span>
        </button>
      ))}
    </div>
  );
}
