import { geojson } from './geojson.ts';
import { geopackage } from './geopackage.ts';
import { shapefile } from './shapefile.ts';
import type { Format } from './types.ts';

/** 导入格式: one line a format; the picker, drag-and-drop and the command line read this list. */
export const formats: readonly Format[] = [shapefile, geopackage, geojson];
