import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { figuresOf, type PhotoDoubt, photoDoubts } from '#core/field/photo-doubts.ts';
import type { PhotoRole } from '#core/field/photo-rules.ts';
import type { PhotoTarget } from '#core/field/photo-target.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Waiting } from '../../ui/progress.tsx';
import type { ShotFacts } from './camera-view.tsx';
import { type Inspected, inspectFile } from './inspect-file.ts';

interface GalleryDialogProps {
  readonly role: PhotoRole;
  readonly target: PhotoTarget | null;
  /** Whether anything was kept meanwhile. */
  readonly onClose: (kept: boolean) => void;
  readonly keep: (original: Blob, facts: ShotFacts) => Promise<void>;
}

interface Pick {
  readonly name: string;
  readonly found: Inspected;
  readonly state: 'asked' | 'kept' | 'failed';
}

/** 从相册选: every file is read, judged in a sentence, and copied into our own store before anything else. */
export function GalleryDialog({ role, target, onClose, keep }: GalleryDialogProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [picks, setPicks] = useState<readonly Pick[]>([]);
  const [busy, setBusy] = useState(false);
  const [reason, setReason] = useState('');
  const good = picks.filter(({ found, state }) => found.refusal === null && state !== 'kept');
  // What does not say where it was taken must say why it is here.
  const needsReason = good.some(({ found }) => found.refusal === null && found.exif.fix === null);
  const short = needsReason && reason.trim().length < 2;

  const choose = async (files: readonly File[]) => {
    setBusy(true);
    for (const file of files) {
      const found = await inspectFile(file);
      setPicks((before) => [...before, { name: file.name, found, state: 'asked' }]);
    }
    setBusy(false);
  };
  const close = () => onClose(picks.some(({ state }) => state === 'kept'));
  const take = async () => {
    // A second press would keep everything twice.
    if (busy) return;
    setBusy(true);
    const next: Pick[] = [];
    for (const pick of picks) {
      const { found } = pick;
      if (found.refusal !== null || pick.state === 'kept') {
        next.push(pick);
        continue;
      }
      const { exif, blob } = found;
      const kept = await keep(blob, {
        role,
        takenAt: exif.takenAt ?? Date.now(),
        fix: exif.fix,
        bearing: exif.bearing,
        bearingReference: exif.bearingReference,
        pitch: null,
        origin: 'gallery',
        ...(reason.trim() ? { reason: reason.trim() } : {}),
      }).then(
        () => true,
        () => false,
      );
      next.push({ ...pick, state: kept ? 'kept' : 'failed' });
    }
    setPicks(next);
    setBusy(false);
    if (next.every(({ state }) => state === 'kept')) onClose(true);
  };

  return (
    <Dialog
      title={t('camera.gallery')}
      className="small-dialog"
      onClose={close}
      actions={
        <>
          <Button onClick={() => input.current?.click()}>{t('camera.choose')}</Button>
          {good.length > 0 && (
            <Button
              variant="primary"
              disabledReason={busy ? t('ui.loading') : short ? t('position.reasonShort') : undefined}
              onClick={() => void take()}
            >
              {t('camera.keepPicked', { count: good.length })}
            </Button>
          )}
        </>
      }
    >
      <input
        ref={input}
        hidden
        type="file"
        accept="image/*"
        multiple
        onChange={(event) => {
          void choose([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      {picks.length === 0 && !busy && <p>{t('camera.galleryExplain')}</p>}
      <ul className="gallery-picks">
        {picks.map(({ name, found, state }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows
          <li key={index}>
            <strong>{name}</strong>
            {state === 'kept' && <span>{t('camera.picked.kept')}</span>}
            {state === 'failed' && <span className="draw-fault">{t('camera.notKept')}</span>}
            {found.refusal !== null ? (
              <span className="draw-fault">
                {t(`camera.refusal.${found.refusal}`, { size: megabytes(found.bytes) })}
              </span>
            ) : (
              <>
                {found.notices.map((notice) => (
                  <span key={notice}>{t(`camera.notice.${notice}`, { size: megabytes(found.bytes) })}</span>
                ))}
                {doubtsOf(found, target).map((doubt) => (
                  <span key={doubt.code} className="gallery-doubt">
                    {t(`camera.doubt.${doubt.code}`, figuresOf(doubt))}
                  </span>
                ))}
              </>
            )}
          </li>
        ))}
      </ul>
      {busy && <Waiting label={t('ui.loading')} />}
      {good.length > 0 && (
        <TextField
          label={t('camera.galleryReason')}
          value={reason}
          onChange={setReason}
          maxLength={500}
          hint={needsReason ? t('camera.galleryNeedsReason') : undefined}
        />
      )}
    </Dialog>
  );
}

/** What does not fit, beside what the picture does not say: that is among its notices. */
function doubtsOf({ exif }: Extract<Inspected, { refusal: null }>, target: PhotoTarget | null): PhotoDoubt[] {
  const now = Date.now();
  const doubts = photoDoubts({ fix: exif.fix, takenAt: exif.takenAt ?? now }, target, now);
  return doubts.filter(({ code }) => code !== 'no-position');
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
