import { indicatorRows } from '#core/indicators/catalog.ts';
import { allRights } from '#core/rights/rights.ts';
import { allCodes } from '#core/vocabulary/lookup.ts';

/** What every migration run makes the database's reference tables equal to: the code lists, the table of rights and the product's own indicators. */
export function productRows() {
  return { codes: [...allCodes()], rights: allRights(), indicators: indicatorRows() };
}
