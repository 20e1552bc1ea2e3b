import { useTranslation } from 'react-i18next';
import type { LayerDefinition } from '#core/catalog/types.ts';

/** Areas of a parcel that must balance; they follow the outline unless they are given. */
const BALANCED = ['parcel_area', 'class_area', 'deducted_area'];

/** Whether the server works this field out from a new outline. */
export function isDerived(layer: LayerDefinition, name: string): boolean {
  const names = layer.fields.map((field) => field.name);
  return BALANCED.includes(name) && BALANCED.every((each) => names.includes(each));
}

/** 面积平衡: what the server derives by itself, and what must add up. */
export function DerivedNote({ layer }: { readonly layer: LayerDefinition }) {
  const { t } = useTranslation();
  return isDerived(layer, 'class_area') ? <p className="edit-note">{t('edit.balance')}</p> : null;
}
