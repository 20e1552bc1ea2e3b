import { useTranslation } from 'react-i18next';
import type { LayerDefinition } from '#core/catalog/types.ts';

const BALANCED = ['parcel_area', 'class_area', 'deducted_area'];

/** 面积平衡: what the server derives by itself, and what must add up. */
export function DerivedNote({ layer }: { readonly layer: LayerDefinition }) {
  const { t } = useTranslation();
  const names = layer.fields.map(({ name }) => name);
  if (!BALANCED.every((name) => names.includes(name))) return null;
  return <p className="edit-note">{t('edit.balance')}</p>;
}
