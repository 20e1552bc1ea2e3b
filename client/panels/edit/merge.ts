import type { FieldDefinition, LayerDefinition } from '#core/catalog/types.ts';
import type { PolygonalGeometry, PropertyValue } from '#core/contract/shared.ts';
import { filledValue } from '../history/differences.ts';
import { sameOutline } from '../history/geometry-difference.ts';
import type { Properties } from './form-values.ts';

/** Who changed it since the version that both began with. */
export type ChangedBy = 'mine' | 'theirs' | 'both';

export type Choice = 'mine' | 'theirs';
export type Choices = Readonly<Record<string, Choice>>;

export interface MergeRow {
  readonly field: FieldDefinition;
  readonly base: PropertyValue;
  readonly theirs: PropertyValue;
  readonly mine: PropertyValue;
  readonly changedBy: ChangedBy;
}

/**
 * 三方比较: the fields in which somebody's state differs from mine or from the beginning; a field that both set to the same value needs no choice.
 *
 * @param base    what my edit was made on; null when that is not known: then every field of mine that differs from theirs must be chosen
 * @param theirs  what is in force now
 * @param changed the fields that I changed
 */
export function mergeRows(
  layer: LayerDefinition,
  base: Properties | null,
  theirs: Properties,
  changed: Properties,
): readonly MergeRow[] {
  return layer.fields.flatMap((field): MergeRow[] => {
    const { name } = field;
    const isMine = name in changed;
    const now = filledValue(theirs, name);
    const before = base ? filledValue(base, name) : null;
    const mine = isMine ? filledValue(changed, name) : base ? before : now;
    const isTheirs = base ? now !== before : isMine;
    if (mine === now || (!isMine && !isTheirs)) return [];
    const changedBy = isMine ? (isTheirs ? 'both' : 'mine') : 'theirs';
    return [{ field, base: before, theirs: now, mine, changedBy }];
  });
}

/** 图形三方比较; null when mine and theirs are the same outline. */
export function mergeGeometry(
  base: PolygonalGeometry | null,
  theirs: PolygonalGeometry,
  mine: PolygonalGeometry | null,
): ChangedBy | null {
  const isTheirs = base === null || !sameOutline(base, theirs);
  if (mine === null) return base !== null && isTheirs ? 'theirs' : null;
  if (sameOutline(mine, theirs)) return null;
  return isTheirs ? 'both' : 'mine';
}

/** Where only one side changed something, that side is taken; where both did, a person must choose. */
export function preselected(changedBy: ChangedBy): Choice | undefined {
  return changedBy === 'both' ? undefined : changedBy;
}

/**
 * Rows to choose from: areas that the server derives follow the outline when somebody else drew a new one, so only those I typed are asked about.
 *
 * @param derived whether the server works a field out from a new outline
 */
export function rowsToChoose(
  rows: readonly MergeRow[],
  outline: ChangedBy | null,
  derived: (name: string) => boolean,
): readonly MergeRow[] {
  const theirOutline = outline === 'theirs' || outline === 'both';
  return rows.filter(
    ({ field, changedBy }) => !(theirOutline && changedBy === 'theirs' && derived(field.name)),
  );
}

/**
 * Fields to send: mine where mine was chosen; with an outline of mine also the areas of theirs that were chosen, which the server would else derive
 * anew.
 */
export function mergedChanges(
  rows: readonly MergeRow[],
  choices: Choices,
  withOutline = false,
  derived: (name: string) => boolean = () => false,
): Properties {
  return Object.fromEntries(
    rows.flatMap(({ field: { name }, mine, theirs }) => {
      if (choices[name] === 'mine') return [[name, mine]];
      return withOutline && choices[name] === 'theirs' && derived(name) ? [[name, theirs]] : [];
    }),
  );
}
