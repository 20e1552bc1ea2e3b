import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { drawnOutline } from '#core/field/outline-drawing.ts';
import { photoTarget } from '#core/field/photo-target.ts';
import { useFieldLanguage } from '../app/i18n.ts';
import type { FieldPanelProps } from '../app/panels.ts';
import { goBack } from '../app/route.ts';
import { useFlagDraft } from '../flag/flag-draft.ts';
import { usePhonePatch, usePhotosTaken } from '../patch/phone-patches.ts';
import { photoRulesFor } from '../patch/photo-rules.ts';
import { CameraView } from './camera-view.tsx';
import { keepPhoto } from './keep-photo.ts';

/** 拍照 of a patch, or of a flag that is not saved yet: then one photograph leads back to it. */
export function Panel({ rest: [uid = '', purpose] }: FieldPanelProps) {
  const { t } = useTranslation();
  const language = useFieldLanguage();
  const { patch } = usePhonePatch(uid);
  const draft = useFlagDraft(({ draft }) => (draft?.patch === uid ? draft : null));
  const taken = usePhotosTaken(uid);
  const outline = patch?.outline ?? (draft && drawnOutline(draft.work.drawing));
  const target = useMemo(() => (outline ? photoTarget(outline) : null), [outline]);
  const rules = photoRulesFor(patch?.register ?? 'field-flag');
  const photos = patch ? patch.state.photos.filter(({ removed }) => removed === null) : taken;
  const number = patch?.number ?? t('flag.draft');
  return (
    <CameraView
      target={target}
      rules={rules}
      photos={photos}
      keep={(original, facts) => keepPhoto(t, language, { uid, number }, original, facts)}
      {...(purpose === 'flag' ? { onKept: goBack } : {})}
    />
  );
}
