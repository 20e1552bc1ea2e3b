import { z } from 'zod';
import { LAYER_IDS } from '#core/catalog/types.ts';

export const bilingualSchema = z.object({ zh: z.string(), en: z.string() });

export const layerIdSchema = z.enum(LAYER_IDS).describe('Layer of the catalogue');

/** 12-, 9- or 6-digit region code; trailing zeros of towns and districts may be left out. */
export const regionCodeSchema = z
  .string()
  .regex(/^(\d{6}|\d{9}|\d{12})$/)
  .describe('Region code: 6 (district), 9 (town) or 12 digits');

/** [west, south, east, north], degrees, EPSG:4490. */
export const boundsSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** A box in a query string: west,south,east,north in degrees, EPSG:4490. */
export const bboxSchema = z
  .string()
  .regex(/^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$/)
  .describe('west,south,east,north in degrees');

/** [longitude, latitude], degrees, EPSG:4490. */
export const lonLatSchema = z.tuple([z.number(), z.number()]);

/** Longitude and latitude from a query string. */
export const lngSchema = degreesSchema(180);
export const latSchema = degreesSchema(90);

/** An empty parameter is refused: a number made of it would be 0, a place in the Gulf of Guinea. */
function degreesSchema(limit: number) {
  return z.string().trim().min(1).transform(Number).pipe(z.number().min(-limit).max(limit));
}

export const areaSchema = z.number().min(0).describe('Square metres');

const positionSchema = z.array(z.number()).min(2);
export const multiPolygonSchema = z.object({
  type: z.literal('MultiPolygon'),
  coordinates: z.array(z.array(z.array(positionSchema))),
});
export const polygonalSchema = z.union([
  multiPolygonSchema,
  z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(positionSchema)) }),
]);

/** A value of a feature's column as JSON carries it. */
export const propertyValueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** A day `2026-11-22` (its end, Beijing time) or an instant `2026-11-22T08:00:00Z`. */
export const momentSchema = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/**
 * 时点: two time axes. `asOf` is when it was true on the ground; `knownAt` when it was known to us, the same moment unless given. So a figure as
 * of a past day is the same for ever, whatever is corrected later; with `knownAt` of today it is what is known of that day now.
 */
export const asOfQuery = {
  asOf: momentSchema.optional().describe('True on the ground at this day or instant; now when absent'),
  knownAt: momentSchema.optional().describe('As known to us at this day or instant; as `asOf` when absent'),
};

/** The two instants an answer was made for; asked again with them, the answer is the same to the byte. */
export const momentsSchema = z.object({ asOf: z.string(), knownAt: z.string() });

export type Bounds = z.infer<typeof boundsSchema>;
export type LonLat = z.infer<typeof lonLatSchema>;
export type PropertyValue = z.infer<typeof propertyValueSchema>;
export type PolygonalGeometry = z.infer<typeof polygonalSchema>;
