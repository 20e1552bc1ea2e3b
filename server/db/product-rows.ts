import { allRights } from '#core/rights/rights.ts';
import { allCodes } from '#core/vocabulary/lookup.ts';

/** What every migration run makes the database's reference tables equal to: the code lists and the table of rights. */
export function productRows() {
  return { codes: [...allCodes()], rights: allRights() };
}
