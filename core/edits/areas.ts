import type { MultiPolygon } from 'geojson';
import type { LayerDefinition } from '#core/catalog/types.ts';
import { invalidByFinding } from '#core/edits/problems.ts';
import type { Properties, StoredValues } from '#core/edits/properties.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { hasField } from '#core/imports/field-mapping.ts';
import { completeAreas } from '#core/imports/land-areas.ts';

const areaFields = ['parcel_area', 'deduction_rate', 'deducted_area', 'class_area'];

/**
 * 图斑面积随改: what a change makes of the areas of a parcel. A new outline without a given 图斑面积 takes the survey's own area; 扣除面积 follows the
 * rate, 图斑地类面积 the difference; figures that are given are kept where they agree.
 *
 * @param geometry the outline after the change
 * @param current what the feature has now; null for a new one
 * @returns the columns to write beside `values`; none where the layer has no parcel areas or the change does not touch them
 * @throws Problem `invalid-value` when the given figures contradict one another
 */
export function followingAreas(
  layer: LayerDefinition,
  values: StoredValues,
  current: Properties | null,
  geometry: MultiPolygon,
  geometryChanged: boolean,
): StoredValues {
  if (!hasField(layer, 'class_area')) return {};
  if (current && !geometryChanged && !areaFields.some((name) => name in values)) return {};
  const given = (name: string) => numberOf(values[name]);
  const kept = (name: string) => (name in values ? given(name) : numberOf(current?.[name]));
  const deductionRate = kept('deduction_rate');
  const areas = completeAreas(
    {
      parcelArea: geometryChanged ? given('parcel_area') : kept('parcel_area'),
      deductionRate,
      deductedArea: deductionRate !== null && !('deducted_area' in values) ? null : kept('deducted_area'),
      classArea: given('class_area'),
    },
    geometry,
    geodesicArea(geometry),
  );
  for (const { code, context } of areas.findings) {
    // A parcel area that differs from the ellipsoidal area is the survey's to state.
    if (code === 'area.parcel.differs') continue;
    const name = code === 'area.class.mismatch' ? 'class_area' : 'deducted_area';
    const field = layer.fields.find((candidate) => candidate.name === name);
    if (field) throw invalidByFinding(code, field, { ...context, value: context.stated ?? '' });
  }
  return {
    parcel_area: areas.parcelArea,
    deducted_area: areas.deductedArea,
    class_area: areas.classArea,
  };
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
