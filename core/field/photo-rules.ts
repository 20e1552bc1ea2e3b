import type { PhotoFacts } from '#core/patches/operation.ts';

export type PhotoRole = PhotoFacts['role'];

/** Distance from the photographer to the outline of the patch, metres; 0 inside. */
export interface PhotoRange {
  readonly minMeters: number;
  readonly maxMeters: number;
}

/** 举证照片规则, dated: what a patch's photographs must show before its form may be handed in. */
export interface PhotoRules {
  /** ISO day from which it holds, and the first on which it no longer does. */
  readonly from: string;
  readonly until: string | null;
  readonly required: readonly Exclude<PhotoRole, 'other'>[];
  readonly range: Readonly<Record<Exclude<PhotoRole, 'other'>, PhotoRange>>;
  /** A fix that is worse needs a typed reason. */
  readonly maxAccuracyMeters: number;
  /** How far beside the patch the camera may point, degrees. */
  readonly maxBearingErrorDegrees: number;
  /** 对面: degrees, seen from the middle of the patch, between where it was taken and the nearest earlier photograph. */
  readonly oppositeDegrees: number;
  readonly source: string;
  /** Whether the numbers were found in a published rule. */
  readonly verified: boolean;
}

/** At least one near and one panoramic view, taken at the patch and pointing at it; the distances are ours, until an office sets its own. */
export const ownPhotoRules: PhotoRules = {
  from: '2020-01-01',
  until: null,
  required: ['near', 'panoramic', 'opposite'],
  range: {
    near: { minMeters: 0, maxMeters: 20 },
    panoramic: { minMeters: 5, maxMeters: 150 },
    opposite: { minMeters: 0, maxMeters: 150 },
  },
  maxAccuracyMeters: 20,
  maxBearingErrorDegrees: 15,
  oppositeDegrees: 120,
  source: '外业举证通行做法',
  verified: false,
};
