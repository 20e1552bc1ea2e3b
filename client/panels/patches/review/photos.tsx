import CircleAlert from 'lucide-react/icons/circle-alert';
import ImageOff from 'lucide-react/icons/image-off';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatchPhotoView, PatchView } from '#core/contract/patches.ts';
import { figuresOf, type PhotoDoubt, photoDoubts } from '#core/field/photo-doubts.ts';
import { photoTarget } from '#core/field/photo-target.ts';
import { useLanguage } from '../../../app/i18n.ts';
import { classNames } from '../../../ui/class-names.ts';
import { useLengthText } from '../../../ui/length.ts';
import { timeText } from '../../../ui/time.ts';
import { isPoorFix } from './photo-wedges.ts';

interface PhotosProps {
  readonly patch: PatchView;
  readonly chosen: string | null;
  readonly onChoose: (operation: string | null) => void;
}

/** 照片: what they show, where they were taken and how sure that is; one whose bytes are still on the way says so. */
export function Photos({ patch, chosen, onChoose }: PhotosProps) {
  const { t } = useTranslation();
  const { photoList: photos } = patch;
  const shown = photos.find(({ operation }) => operation === chosen);
  const doubts = useMemo(() => {
    const target = photoTarget(patch.geometry);
    const recorded = new Map(patch.events.map(({ operation, at }) => [operation, at]));
    return new Map(
      photos.map((photo) => [
        photo.operation,
        photoDoubts(photo, target, recorded.get(photo.operation) ?? null),
      ]),
    );
  }, [patch.geometry, patch.events, photos]);
  return (
    <section className="patch-section" aria-label={t('patches.photos.title')}>
      <h4>{t('patches.photos.titleOf', { count: photos.filter(({ removed }) => !removed).length })}</h4>
      {photos.length === 0 && <p className="patches-note">{t('patches.photos.none')}</p>}
      <ul className="photo-grid">
        {photos.map((photo, index) => (
          <li key={photo.operation}>
            <button
              type="button"
              className={classNames('photo', photo.operation === chosen && 'photo-on')}
              aria-pressed={photo.operation === chosen}
              onClick={() => onChoose(photo.operation === chosen ? null : photo.operation)}
            >
              <PhotoPicture photo={photo} />
              <span className="photo-title">
                {index + 1} · {t(`patches.photos.role.${photo.role}`)}
                {photo.removed && ` · ${t('patches.photos.removed')}`}
              </span>
              {doubts.get(photo.operation)?.map((doubt) => (
                <span key={doubt.code} className="photo-doubt">
                  <CircleAlert size={14} aria-hidden />
                  {t(`patches.photos.doubt.${doubt.code}`, figuresOf(doubt))}
                </span>
              ))}
            </button>
          </li>
        ))}
      </ul>
      {shown && <PhotoFacts photo={shown} doubts={doubts.get(shown.operation) ?? []} />}
    </section>
  );
}

function PhotoPicture({ photo }: { readonly photo: PatchPhotoView }) {
  const { t } = useTranslation();
  const url = photo.thumbnailUrl ?? photo.stampedUrl ?? photo.url;
  const name = t('patches.photos.name', {
    role: t(`patches.photos.role.${photo.role}`),
    person: photo.person.name,
  });
  if (!url) {
    return (
      <span className="photo-missing">
        <ImageOff size={22} aria-hidden />
        {t('patches.photos.awaited')}
      </span>
    );
  }
  // Without a stamped copy there is only what no browser shows.
  if (photo.mediaType === 'image/heic' && !photo.stampedUrl) {
    return (
      <span className="photo-missing">
        <ImageOff size={22} aria-hidden />
        {t('patches.photos.heic')}
      </span>
    );
  }
  return <img src={url} alt={name} loading="lazy" />;
}

interface PhotoFactsProps {
  readonly photo: PatchPhotoView;
  readonly doubts: readonly PhotoDoubt[];
}

function PhotoFacts({ photo, doubts }: PhotoFactsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const length = useLengthText();
  const { fix, bearing } = photo;
  const facts: [string, string][] = [
    ...doubts.map((doubt): [string, string] => [
      t('patches.photos.doubts'),
      t(`patches.photos.doubtExplain.${doubt.code}`, figuresOf(doubt)),
    ]),
    [t('patches.photos.takenAt'), timeText(new Date(photo.takenAt).toISOString(), language)],
    [t('patches.photos.by'), photo.person.name],
    [
      t('patches.photos.position'),
      fix
        ? `${fix.lonLat[0].toFixed(6)}, ${fix.lonLat[1].toFixed(6)} · ${t(isPoorFix(photo) ? 'patches.photos.poor' : 'patches.photos.within', { length: length(fix.accuracyMeters) })}`
        : t('patches.photos.noPosition'),
    ],
    [
      t('patches.photos.bearing'),
      bearing === null
        ? t('patches.photos.noBearing')
        : t(`patches.photos.bearingOf.${photo.bearingReference ?? 'unknown'}`, {
            degrees: bearing.toFixed(0),
          }),
    ],
    [t('patches.photos.origin'), t(`patches.photos.originOf.${photo.origin}`)],
    [
      t('patches.photos.bytes'),
      photo.url
        ? t('patches.photos.received', { count: photo.byteCount })
        : t('patches.photos.notReceived', { count: photo.byteCount }),
    ],
    ...(photo.reason ? ([[t('patches.photos.reason'), photo.reason]] as [string, string][]) : []),
    ...(photo.removed
      ? ([
          [
            t('patches.photos.removed'),
            t('patches.photos.removedBy', {
              person: photo.removed.person.name,
              reason: photo.removed.reason,
            }),
          ],
        ] as [string, string][])
      : []),
  ];
  return (
    <div className="photo-facts">
      <dl>
        {facts.map(([title, text]) => (
          <div key={`${title} ${text}`}>
            <dt>{title}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        <div>
          <dt>SHA-256</dt>
          <dd>
            <code>{photo.sha256}</code>
          </dd>
        </div>
      </dl>
      <div className="patches-tools">
        {photo.url && (
          <a className="button button-plain" href={photo.url} target="_blank" rel="noreferrer">
            {t('patches.photos.original')}
          </a>
        )}
        {photo.stampedUrl && (
          <a className="button button-plain" href={photo.stampedUrl} target="_blank" rel="noreferrer">
            {t('patches.photos.stamped')}
          </a>
        )}
      </div>
    </div>
  );
}
