import Aperture from 'lucide-react/icons/aperture';
import CircleCheck from 'lucide-react/icons/circle-check';
import Images from 'lucide-react/icons/images';
import MessageSquareWarning from 'lucide-react/icons/message-square-warning';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TakenPhoto } from '#core/field/judge-photos.ts';
import { missingPhotos } from '#core/field/judge-photos.ts';
import { type CoachAdvice, coachPhoto } from '#core/field/photo-coach.ts';
import type { PhotoRole, PhotoRules } from '#core/field/photo-rules.ts';
import type { PhotoTarget } from '#core/field/photo-target.ts';
import type { PhotoFacts } from '#core/patches/operation.ts';
import { announce } from '../../state/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { DECLINATION_DEGREES } from '../position/declination.ts';
import { allowHeading, holdHeading, useHeading } from '../position/heading.ts';
import { holdPosition, usePosition } from '../position/position.ts';
import { ReasonDialog } from '../position/reason-dialog.tsx';
import { coachSentence } from './coach-text.ts';
import { GalleryDialog } from './gallery-dialog.tsx';
import { type CameraProblem, closeCamera, openCamera, takePhoto } from './take-photo.ts';
import './camera.css';

/** What is known of a photograph when it is taken; its hash and size come with its bytes. */
export type ShotFacts = Omit<PhotoFacts, 'sha256' | 'byteCount' | 'mediaType' | 'stamped'>;

interface CameraViewProps {
  /** What is photographed; null while it has no outline. */
  readonly target: PhotoTarget | null;
  readonly rules: PhotoRules;
  readonly photos: readonly TakenPhoto[];
  /** Resolves when the photograph is on this phone for good. @throws when it could not be written */
  readonly keep: (original: Blob, facts: ShotFacts) => Promise<void>;
  /** After a photograph, or after everything that was chosen from the phone. */
  readonly onKept?: () => void;
}

const ROLES: readonly PhotoRole[] = ['near', 'panoramic', 'opposite', 'other'];

/** 相机: the live view with what stands between the person and the next photograph that counts. */
export function CameraView({ target, rules, photos, keep, onKept }: CameraViewProps) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const [stream, setStream] = useState<MediaStream | null>(null);
  /** There is a first picture in the live view. */
  const [seeing, setSeeing] = useState(false);
  const [problem, setProblem] = useState<CameraProblem | null>(null);
  const [role, setRole] = useState<PhotoRole | null>(null);
  const [reason, setReason] = useState('');
  const [asking, setAsking] = useState<'reason' | 'shot' | 'gallery' | null>(null);
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<{ readonly text: string; readonly bad: boolean } | null>(null);
  const { fix, worth } = usePosition();
  const { heading, pitch, status: compass } = useHeading();

  useEffect(() => {
    const release = [holdPosition(), holdHeading()];
    return () => {
      for (const each of release) each();
    };
  }, []);
  useEffect(() => {
    let opened: MediaStream | null = null;
    let left = false;
    openCamera().then(
      (stream) => {
        opened = stream;
        if (left) closeCamera(stream);
        else setStream(stream);
      },
      (why: CameraProblem) => setProblem(why),
    );
    return () => {
      left = true;
      closeCamera(opened);
    };
  }, []);
  useEffect(() => {
    if (video.current && stream) video.current.srcObject = stream;
  }, [stream]);

  const advice: CoachAdvice[] = target
    ? coachPhoto({
        target,
        rules,
        fix,
        heading,
        declinationDegrees: DECLINATION_DEGREES,
        photos,
        reason,
        ...(role ? { role } : {}),
      })
    : [];
  const judged = target && missingPhotos(target, rules, photos, DECLINATION_DEGREES);
  const [first] = advice;
  const ready = advice.find((each) => each.code === 'ready');
  const wanted = role ?? (ready?.code === 'ready' ? ready.role : (judged?.missing[0] ?? 'near'));
  const needsReason = worth !== 'good' && reason.trim() === '';

  const shoot = async (why = reason) => {
    if (!stream || !video.current || busy) return;
    setBusy(true);
    try {
      const at = Date.now();
      const original = await takePhoto(stream, video.current);
      await keep(original, {
        role: judged?.complete && role === null ? 'other' : wanted,
        takenAt: at,
        fix: worth === 'unusable' ? null : fix,
        bearing: heading?.degrees ?? null,
        bearingReference: heading?.reference ?? null,
        pitch,
        origin: 'camera',
        ...(why.trim() ? { reason: why.trim() } : {}),
      });
      navigator.vibrate?.(40);
      const text = t('camera.kept', { role: t(`camera.role.${wanted}`) });
      setTold({ text, bad: false });
      setRole(null);
      announce(text);
      onKept?.();
    } catch {
      setTold({ text: t('camera.notKept'), bad: true });
    } finally {
      setBusy(false);
    }
  };
  const press = () => (needsReason ? setAsking('shot') : void shoot());

  return (
    <section className="camera" aria-label={t('camera.title')}>
      {problem ? (
        <p className="camera-problem" role="alert">
          {t(`camera.problem.${problem}`)}
        </p>
      ) : (
        <video
          ref={video}
          autoPlay
          playsInline
          muted
          aria-label={t('camera.live')}
          onLoadedData={() => setSeeing(true)}
        />
      )}
      <header className="camera-top">
        <fieldset className="camera-roles">
          <legend className="visually-hidden">{t('camera.roles')}</legend>
          {ROLES.map((each) => {
            const done = judged?.photos.some((photo) => photo.role === each && photo.faults.length === 0);
            return (
              <label key={each} className={classNames(done && 'camera-done')}>
                <input
                  type="radio"
                  name="camera-role"
                  checked={wanted === each}
                  onChange={() => setRole(each)}
                />
                {done && <CircleCheck size={18} aria-hidden />}
                <span>{t(`camera.role.${each}`)}</span>
                {done && <span className="visually-hidden">{t('camera.done')}</span>}
              </label>
            );
          })}
        </fieldset>
      </header>
      <div className="camera-foot">
        {told && (
          <p className={classNames('camera-told', told.bad && 'camera-told-bad')} role="status">
            {told.text}
          </p>
        )}
        {first && (
          <p
            className={classNames(
              'camera-coach',
              (first.code === 'ready' || first.code === 'complete') && 'camera-coach-good',
            )}
          >
            {coachSentence(t, first)}
          </p>
        )}
        {advice
          .filter((each) => each !== first && each.code !== 'ready')
          .slice(0, 2)
          .map((each) => (
            <p key={each.code} className="camera-coach camera-coach-more">
              {coachSentence(t, each)}
            </p>
          ))}
        <div className="camera-buttons">
          <Button icon={<Images size={24} aria-hidden />} onClick={() => setAsking('gallery')}>
            {t('camera.gallery')}
          </Button>
          <button
            type="button"
            className="camera-shutter"
            aria-label={t('camera.shutter')}
            aria-busy={busy}
            disabled={!seeing}
            onClick={press}
          >
            <Aperture size={40} aria-hidden />
          </button>
          {compass === 'ask' ? (
            <Button onClick={() => void allowHeading()}>{t('camera.compass')}</Button>
          ) : (
            <Button icon={<MessageSquareWarning size={24} aria-hidden />} onClick={() => setAsking('reason')}>
              {reason ? t('camera.reasonGiven') : t('camera.reason')}
            </Button>
          )}
        </div>
      </div>
      {(asking === 'reason' || asking === 'shot') && (
        <ReasonDialog
          value={reason}
          explain={
            asking === 'shot'
              ? t(fix ? 'camera.needReason' : 'camera.needPosition', {
                  meters: Math.round(fix?.accuracyMeters ?? 0),
                })
              : t('camera.reasonExplain')
          }
          onClose={() => setAsking(null)}
          onDone={(next) => {
            setReason(next);
            if (asking === 'shot') void shoot(next);
            setAsking(null);
          }}
        />
      )}
      {asking === 'gallery' && (
        <GalleryDialog
          role={wanted}
          target={target}
          keep={keep}
          onClose={(kept) => {
            setAsking(null);
            if (kept) onKept?.();
          }}
        />
      )}
    </section>
  );
}
