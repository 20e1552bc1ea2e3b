import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { PatchField } from '#core/patches/fields.ts';
import { useLanguage } from '../../app/i18n.ts';
import { useMuText } from './mu-area.tsx';
import { isNamed, useNames } from './names.ts';
import { isOutline } from './review/outline-course.ts';

/** Names of fields, as the layer calls them. */
export function useFieldTitle(): (field: string) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  const { fields } = layerById('patches');
  return (field) => {
    if (field === 'outline') return t('patches.field.outline');
    const name = field === 'assignee' ? 'assignee_name' : field;
    return fields.find((each) => each.name === name)?.title[language] ?? field;
  };
}

/** A value in words: codes by their names, areas in 亩, who by name; nothing is a dash. */
export function useFieldText(): (field: PatchField | string, value: unknown) => string {
  const { t } = useTranslation();
  const name = useNames();
  const mu = useMuText();
  return (field, value) => {
    if (value === null || value === undefined || value === '') return '—';
    if (isOutline(value)) {
      const count = value.coordinates.flat().reduce((sum, ring) => sum + Math.max(0, ring.length - 1), 0);
      return t('patches.field.corners', { count });
    }
    if (typeof value === 'object' && 'name' in value) return String(value.name);
    if (field === 'remaining_area' && typeof value === 'number') return mu(value);
    return isNamed(field) ? name(field, String(value)) : String(value);
  };
}
