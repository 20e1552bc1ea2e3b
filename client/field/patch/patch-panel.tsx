import { useTranslation } from 'react-i18next';
import type { FieldPanelProps } from '../app/panels.ts';
import { PatchForm } from './patch-form.tsx';
import { PatchHead } from './patch-head.tsx';
import { PatchHistory } from './patch-history.tsx';
import { PatchPhotos } from './patch-photos.tsx';
import { usePhonePatch } from './phone-patches.ts';
import './parts.css';
import './patch.css';

/** 图斑: what is known, what is asked, what was done; everything of it is on this phone. */
export function Panel({ rest: [uid = ''] }: FieldPanelProps) {
  const { t } = useTranslation();
  const { patch, loaded } = usePhonePatch(uid);
  if (!patch) return <p className="patch-gone">{t(loaded ? 'patch.gone' : 'ui.loading')}</p>;
  return (
    <div className="patch">
      <PatchHead patch={patch} />
      <PatchPhotos patch={patch} />
      <PatchForm key={uid} patch={patch} />
      <PatchHistory patch={patch} />
    </div>
  );
}
