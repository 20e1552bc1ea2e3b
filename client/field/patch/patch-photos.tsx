import Camera from 'lucide-react/icons/camera';
import CircleCheck from 'lucide-react/icons/circle-check';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { missingPhotos } from '#core/field/judge-photos.ts';
import { photoTarget } from '#core/field/photo-target.ts';
import type { PatchPhoto } from '#core/patches/reduce.ts';
import { useFieldLanguage } from '../app/i18n.ts';
import { navigate } from '../app/route.ts';
import { DECLINATION_DEGREES } from '../position/declination.ts';
import { type PhonePatch, pictureOnPhone } from './phone-patches.ts';
import { photoRulesFor } from './photo-rules.ts';
import { momentWords } from './words.ts';

/** 照片: what is asked for with ticks, and every photograph of the patch with where it is. */
export function PatchPhotos({ patch }: { readonly patch: PhonePatch }) {
  const { t } = useTranslation();
  const photos = patch.state.photos.filter(({ removed }) => removed === null);
  const rules = photoRulesFor(patch.register);
  const judged = useMemo(() => {
    const target = patch.outline && photoTarget(patch.outline);
    return target && missingPhotos(target, rules, photos, DECLINATION_DEGREES);
  }, [patch.outline, photos, rules]);
  return (
    <section className="patch-photos" aria-labelledby="patch-photos">
      <h2 id="patch-photos">{t('patch.photos')}</h2>
      <ul className="photo-wanted">
        {rules.required.map((role) => {
          const done = judged ? !judged.missing.includes(role) : photos.some((photo) => photo.role === role);
          return (
            <li key={role} className={done ? 'photo-done' : undefined}>
              {done ? <CircleCheck size={20} aria-hidden /> : <Camera size={20} aria-hidden />}
              {t(done ? 'patch.photoDone' : 'patch.photoMissing', { role: t(`camera.role.${role}`) })}
            </li>
          );
        })}
      </ul>
      <ul className="photo-strip">
        {photos.map((photo) => {
          const fault = judged?.photos.find(({ sha256 }) => sha256 === photo.sha256)?.faults[0];
          return (
            <Thumb
              key={photo.operation}
              patch={patch}
              photo={photo}
              note={fault && fault !== 'not-required' ? t(`patch.photoFault.${fault}`) : null}
            />
          );
        })}
        <li>
          <button type="button" className="photo-add" onClick={() => navigate(['camera', patch.uid])}>
            <Camera size={32} aria-hidden />
            {t('patch.photo')}
          </button>
        </li>
      </ul>
    </section>
  );
}

interface ThumbProps {
  readonly patch: PhonePatch;
  readonly photo: PatchPhoto;
  readonly note: string | null;
}

function Thumb({ patch, photo, note }: ThumbProps) {
  const { t } = useTranslation();
  const language = useFieldLanguage();
  const [address, setAddress] = useState<string | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  useEffect(() => {
    let made: string | null = null;
    let gone = false;
    void pictureOnPhone(photo).then((blob) => {
      if (!blob || gone) return;
      made = URL.createObjectURL(blob);
      setAddress(made);
      setUnreadable(false);
    });
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [photo]);
  const role = t(`camera.role.${photo.role}`);
  return (
    <li>
      {address && !unreadable ? (
        <img
          src={address}
          alt={t('patch.photoAlt', { role, time: momentWords(photo.takenAt, language) })}
          onError={() => setUnreadable(true)}
        />
      ) : (
        <span className="photo-elsewhere">
          {t(unreadable ? 'patch.photoUnreadable' : 'patch.photoElsewhere')}
        </span>
      )}
      <span>
        {role}
        {patch.unsent.has(photo.operation) && ` · ${t('tasks.progress.queued')}`}
      </span>
      {note && <span className="photo-fault">{note}</span>}
    </li>
  );
}
