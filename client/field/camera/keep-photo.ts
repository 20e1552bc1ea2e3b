import type { TFunction } from 'i18next';
import type { PhotoFacts } from '#core/patches/operation.ts';
import { makeOperation, personHere, recordPhoto } from '../patch/phone-store.ts';
import { compassWord, momentWords } from '../patch/words.ts';
import { sha256Of } from '../store/hash.ts';
import type { ShotFacts } from './camera-view.tsx';
import { stampedCopy } from './stamp.ts';

/**
 * 存照片: the original's bytes as they are, hashed, and beside it a copy with the facts burnt in; both are on this phone, or neither, when this
 * resolves. @throws StoreProblem when they could not be written
 */
export async function keepPhoto(
  t: TFunction,
  language: string,
  patch: { readonly uid: string; readonly number: string },
  original: Blob,
  shot: ShotFacts,
): Promise<void> {
  const facts = await factsOf(original);
  const stamped = await stampedCopy(original, stampLines(t, language, patch.number, shot, facts.sha256));
  const photo: PhotoFacts = {
    ...facts,
    ...shot,
    ...(stamped ? { stamped: await factsOf(stamped) } : {}),
  };
  const operation = await makeOperation('photo', { patch: patch.uid, photo });
  await recordPhoto(operation, original, stamped);
}

async function factsOf(blob: Blob): Promise<Pick<PhotoFacts, 'sha256' | 'byteCount' | 'mediaType'>> {
  const sha256 = await sha256Of(await blob.arrayBuffer());
  return { sha256, byteCount: blob.size, mediaType: blob.type };
}

/** 水印: number and view, place, direction, time and person, and the beginning of the original's hash. */
export function stampLines(
  t: TFunction,
  language: string,
  number: string,
  { role, fix, bearing, bearingReference, takenAt, reason }: ShotFacts,
  sha256: string,
): string[] {
  return [
    `${number} · ${t(`camera.role.${role}`)}`,
    fix
      ? t('camera.stamp.place', {
          lon: fix.lonLat[0].toFixed(6),
          lat: fix.lonLat[1].toFixed(6),
          meters: Math.round(fix.accuracyMeters),
        })
      : t('camera.stamp.noPlace'),
    bearing === null
      ? t('camera.stamp.noBearing')
      : t('camera.stamp.bearing', {
          degrees: Math.round(bearing) % 360,
          word: compassWord(t, bearing),
          north: t(`camera.stamp.north.${bearingReference}`),
        }),
    `${new Date(takenAt).getUTCFullYear()} ${momentWords(takenAt, language)} · ${personHere().name}`,
    ...(reason ? [reason] : []),
    t('camera.stamp.hash', { hash: sha256.slice(0, 16) }),
  ];
}
