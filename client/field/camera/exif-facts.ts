import { normalBearing } from '#core/field/bearing.ts';
import { isLonLat } from '#core/field/local-plane.ts';
import type { PhotoFacts } from '#core/patches/operation.ts';

/** Tags of EXIF 2.32 as exifr reads them: GPS as signed degrees, times as they stand. */
export interface ExifTags {
  readonly latitude?: number;
  readonly longitude?: number;
  readonly GPSHPositioningError?: number;
  readonly GPSImgDirection?: number;
  readonly GPSImgDirectionRef?: string;
  readonly DateTimeOriginal?: string | Date;
  readonly OffsetTimeOriginal?: string;
}

export type ExifFacts = Pick<PhotoFacts, 'fix' | 'bearing' | 'bearingReference'> & {
  /** null: the picture does not say when it was taken. */
  readonly takenAt: number | null;
};

/** Where the error is not told: what a phone without it may be off by. */
const UNTOLD_ACCURACY = 50;

/** 照片自带信息: position, direction and time that the picture carries; what it lacks is null, never guessed. */
export function exifFacts(tags: ExifTags | null | undefined): ExifFacts {
  const takenAt = instantOf(tags?.DateTimeOriginal, tags?.OffsetTimeOriginal);
  const lonLat = [tags?.longitude ?? Number.NaN, tags?.latitude ?? Number.NaN] as const;
  // 0, 0 is what programs write that know nothing.
  const placed = isLonLat(lonLat) && !(lonLat[0] === 0 && lonLat[1] === 0);
  const error = tags?.GPSHPositioningError;
  const direction = tags?.GPSImgDirection;
  const turned = typeof direction === 'number' && Number.isFinite(direction);
  const reference = tags?.GPSImgDirectionRef?.trim().toUpperCase();
  return {
    takenAt,
    fix:
      placed && takenAt !== null
        ? {
            lonLat,
            accuracyMeters: typeof error === 'number' && error > 0 ? Math.min(error, 1e6) : UNTOLD_ACCURACY,
            at: takenAt,
          }
        : null,
    bearing: turned ? normalBearing(direction) : null,
    bearingReference: turned ? (reference === 'T' ? 'true' : reference === 'M' ? 'magnetic' : null) : null,
  };
}

/** EXIF times are of the camera's wall clock; without an offset, of Beijing's. */
function instantOf(time: string | Date | undefined, offset: string | undefined): number | null {
  if (time instanceof Date) return Number.isFinite(time.getTime()) ? time.getTime() : null;
  const parts = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(time ?? '');
  if (!parts) return null;
  const [, year, month, day, hour, minute, second] = parts;
  const zone = /^[+-]\d\d:\d\d$/.test(offset ?? '') ? offset : '+08:00';
  const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  return Number.isFinite(instant) && instant > 0 ? instant : null;
}
