import type { FieldDefinition, LayerDefinition } from '#core/catalog/types.ts';
import type { PropertyValue } from '#core/contract/shared.ts';

type Properties = Readonly<Record<string, PropertyValue>>;

export interface FieldDifference {
  readonly field: FieldDefinition;
  readonly before: PropertyValue;
  readonly after: PropertyValue;
}

/** Nothing, an empty text and a field that is not there mean the same. */
export function filledValue(properties: Properties, name: string): PropertyValue {
  const value = properties[name];
  return value === undefined || value === '' ? null : value;
}

/** 字段差异: the fields in which two states of a feature differ, in the order of the catalogue. */
export function fieldDifferences(
  layer: LayerDefinition,
  before: Properties,
  after: Properties,
): readonly FieldDifference[] {
  return layer.fields
    .map((field) => ({
      field,
      before: filledValue(before, field.name),
      after: filledValue(after, field.name),
    }))
    .filter((difference) => difference.before !== difference.after);
}

interface Dated {
  readonly versionId: number;
  readonly validFrom: string;
  readonly knownFrom: string;
  readonly knownUntil: string | null;
}

/**
 * 上一版本: the state that a version took the place of: closed at the instant at which this one became known, and true on the ground when it begins.
 *
 * @param versions all versions of a feature
 * @returns undefined for the first
 */
export function previousOf<V extends Dated>(version: V, versions: readonly V[]): V | undefined {
  const known = Date.parse(version.knownFrom);
  const earlier = versions
    .filter((other) => other.versionId !== version.versionId && Date.parse(other.knownFrom) < known)
    .sort(newestFirst);
  const closed = earlier.filter(
    (other) => other.knownUntil !== null && Date.parse(other.knownUntil) === known,
  );
  const since = Date.parse(version.validFrom);
  return closed.find((other) => Date.parse(other.validFrom) <= since) ?? closed[0] ?? earlier[0];
}

/**
 * 留存: the state before an edit, kept as true until the day from which the edit is: made by the same act, and nothing anybody changed.
 *
 * @returns the version whose beginning it ends at; undefined when the version is a change of its own
 */
export function leftStandingBy<V extends Dated & { readonly validUntil: string | null }>(
  version: V,
  versions: readonly V[],
): V | undefined {
  return versions.find(
    (other) =>
      other.versionId !== version.versionId &&
      version.validUntil !== null &&
      Date.parse(other.knownFrom) === Date.parse(version.knownFrom) &&
      Date.parse(other.validFrom) === Date.parse(version.validUntil),
  );
}

/** Newest knowledge first; of one instant, what is true later first. */
export function newestFirst(a: Dated, b: Dated): number {
  return (
    Date.parse(b.knownFrom) - Date.parse(a.knownFrom) ||
    Date.parse(b.validFrom) - Date.parse(a.validFrom) ||
    b.versionId - a.versionId
  );
}
