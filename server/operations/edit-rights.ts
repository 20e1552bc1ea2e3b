import type { LayerDefinition } from '#core/catalog/types.ts';
import { Problem } from '#core/problem.ts';
import type { Action } from '#core/rights/rights.ts';
import { type Actor, may } from '#server/access/actor.ts';
import { notAllowed } from '#server/access/problems.ts';
import { constraintProblem } from '#server/db/constraint-problem.ts';
import { DatabaseError } from '#server/db/database.ts';
import { staleWrite } from '#server/operations/edit-conflict.ts';

/** @throws Problem `not-allowed` when the person may not do all of this to rows of the layer in the region */
export function requireRight(
  actor: Actor,
  actions: readonly Action[],
  layer: LayerDefinition,
  regionCode?: string,
): void {
  if (!actions.every((action) => may(actor, action, layer.id, regionCode))) throw notAllowed();
}

/**
 * Runs the writing part of a change: what the database refuses becomes a Problem that names the field: a right that is lacking (403), a
 * version that somebody else made first (409), a rule of the data (422).
 */
export async function writing<T>(layer: LayerDefinition, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (error.code === '42501') throw notAllowed();
    if (error.constraint === `${layer.id}_id_current`) throw staleWrite(layer, null, null);
    const problem = constraintProblem(error);
    if (!problem) throw error;
    const { type, status, title, detail, next, place } = problem;
    const field = error.column ?? fieldOf(layer, error.constraint) ?? place.field;
    throw new Problem({
      ...{ type, status, title, detail, next, cause: error },
      place: { layer: layer.id, ...(field === undefined ? {} : { field }) },
    });
  }
}

/** Constraints are named `table_column_reason`. */
function fieldOf(layer: LayerDefinition, constraint: string | undefined): string | undefined {
  if (!constraint?.startsWith(`${layer.id}_`)) return undefined;
  const rest = `${constraint.slice(layer.id.length + 1)}_`;
  if (rest.startsWith('geom_')) return 'geometry';
  const names = layer.fields.map(({ name }) => name).filter((name) => rest.startsWith(`${name}_`));
  return names.sort((a, b) => b.length - a.length)[0];
}
