import type { Feature } from 'geojson';
import type { PatchPhotoView } from '#core/contract/patches.ts';
import { trueBearings } from '#core/field/bearing.ts';
import { ownPhotoRules } from '#core/field/photo-rules.ts';
import { wedgeOf } from '#core/field/wedge.ts';
import { DECLINATION_DEGREES } from '../../../field/position/declination.ts';

/** A phone's main camera, lying; told nowhere in the photograph's facts. */
const VIEW_DEGREES = 65;
const RANGE_METERS = 40;

/** 照片上图: a numbered point where each was taken, and a wedge where it looked; one without a bearing has a point only, one without a position nothing. */
export function photoFeatures(photos: readonly PatchPhotoView[], on: string | null): Feature[] {
  return photos.flatMap(({ operation, fix, bearing, bearingReference, removed }, index): Feature[] => {
    if (!fix || removed) return [];
    const [lon, lat] = fix.lonLat;
    const heading = bearing === null ? null : { degrees: bearing, reference: bearingReference };
    const properties = { id: operation, on: operation === on };
    const wedges = trueBearings(heading, DECLINATION_DEGREES).flatMap((degrees) => {
      const wedge = wedgeOf({ lonLat: [lon, lat], bearing: degrees }, RANGE_METERS, VIEW_DEGREES);
      return wedge
        ? [{ type: 'Feature' as const, properties: { ...properties, kind: 'wedge' }, geometry: wedge }]
        : [];
    });
    return [
      ...wedges,
      {
        type: 'Feature',
        properties: { ...properties, kind: 'photo', text: String(index + 1) },
        geometry: { type: 'Point', coordinates: [lon, lat] },
      },
    ];
  });
}

/** A fix that is too poor to count without a reason. */
export function isPoorFix({ fix }: Pick<PatchPhotoView, 'fix'>): boolean {
  return fix !== null && fix.accuracyMeters > ownPhotoRules.maxAccuracyMeters;
}
