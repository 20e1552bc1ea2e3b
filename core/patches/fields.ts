import type { MultiPolygon } from 'geojson';

/** 填报字段 of a patch that operations set, each by itself: concurrent different values of one are a conflict. */
export const PATCH_FIELDS = [
  'outline',
  'patch_class',
  'location',
  'found_on',
  'built_on',
  'judgement',
  'judgement_kind',
  'use_detail',
  'project_name',
  'project_party',
  'description',
  'rectification',
  'remaining_area',
  'assignee',
  'due_on',
  'split_state',
  'note',
] as const;

export type PatchField = (typeof PATCH_FIELDS)[number];

/** 承办: a crew (班组) or one person (网格员). */
export interface Assignee {
  readonly kind: 'crew' | 'person';
  readonly id: string;
  readonly name: string;
}

/** Text and codes as text, areas (`remaining_area`) in m², days as ISO days, the outline as GeoJSON, EPSG:4490 lon/lat; null: emptied. */
export type PatchValue = string | number | null | MultiPolygon | Assignee;

/** Whether two values are the same: then there is no conflict between who set them. */
export function sameValue(a: PatchValue, b: PatchValue): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
