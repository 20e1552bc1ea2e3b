import type { MultiPolygon } from 'geojson';
import type { EvidenceContent } from '#core/evidence/content.ts';

/** 底图: what lies under a patch, drawn as it was at a moment. */
export interface EvidenceGround {
  /** `2024-12-31`, or 现状. */
  readonly title: string;
  readonly land: readonly { readonly landClass: string; readonly geometry: MultiPolygon }[];
  readonly permanent: readonly MultiPolygon[];
  /** More lies there than was drawn. */
  readonly cutShort: boolean;
}

/** Files that a thread may read into the report. */
export interface EvidencePicture {
  readonly number: number;
  /** null: nothing that can be shown. */
  readonly path: string | null;
  /** Why not, or which of the two it is. */
  readonly note: string;
}

/** All that the report is set from; it goes to a thread as it is. */
export interface EvidenceReport {
  readonly content: EvidenceContent;
  readonly contentSha256: string;
  readonly paper: 'a4' | 'a3';
  readonly before: EvidenceGround;
  readonly now: EvidenceGround;
  readonly pictures: readonly EvidencePicture[];
}
