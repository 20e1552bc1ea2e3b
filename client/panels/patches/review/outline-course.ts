import type { MultiPolygon } from 'geojson';
import type { PatchView } from '#core/contract/patches.ts';

export const isOutline = (value: unknown): value is MultiPolygon =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'MultiPolygon';

/** 幽灵界线: every outline that stands against another, with its side. */
export function ghostsOf(
  patch: Pick<PatchView, 'conflictList'>,
): readonly { side: number; outline: MultiPolygon }[] {
  return patch.conflictList.flatMap((conflict) =>
    conflict.kind === 'field' && conflict.field === 'outline'
      ? conflict.candidates.flatMap(({ value }, side) => (isOutline(value) ? [{ side, outline: value }] : []))
      : [],
  );
}

interface Version {
  readonly versionId: number;
  readonly geometryChanged: boolean;
}

/** The version whose outline stood before the last change of it; null: it has had one only. */
export function versionBefore(versions: readonly Version[]): number | null {
  const oldestFirst = [...versions].sort((a, b) => a.versionId - b.versionId);
  const last = oldestFirst.findLastIndex(({ geometryChanged }, index) => geometryChanged && index > 0);
  return last > 0 ? (oldestFirst[last - 1]?.versionId ?? null) : null;
}
