import type { Bilingual } from '#core/problem.ts';

/** How a column is stored, validated and shown. `area` is square metres. */
export type FieldType = 'text' | 'code' | 'integer' | 'number' | 'area' | 'ratio' | 'date' | 'money';

/** 字段: one business column of a layer. */
export interface FieldDefinition {
  /** Column name in the table (snake_case). */
  readonly name: string;
  readonly title: Bilingual;
  readonly type: FieldType;
  /** `scheme@version` of the code list that explains a `code` column; `$land` means "the row's own scheme and version". */
  readonly codes?: string;
  /** Unit on the screen for `integer`/`number`/`money` columns; on an `area` it keeps the column out of the ha/mu switch. */
  readonly unit?: Bilingual;
  /** Names under which files carry this column (standard codes first, then usual variants). */
  readonly aliases: readonly string[];
  readonly required?: boolean;
  /** 个人信息: shown only on request, and looking leaves an audit line. */
  readonly personal?: boolean;
  /** 按流程办理: moved by its own procedure, never by an edit of the feature. */
  readonly managed?: boolean;
  /** Longest text the column takes. */
  readonly length?: number;
}

/** Fill and outline of one class; `pattern` makes it readable without colour. */
export interface SymbolDefinition {
  readonly fill?: string;
  readonly fillOpacity?: number;
  readonly line?: string;
  readonly lineWidth?: number;
  /** Dash lengths in line widths. */
  readonly dash?: readonly number[];
  readonly pattern?: PatternName;
  readonly patternColor?: string;
}

export type PatternName = 'hatch' | 'back-hatch' | 'cross' | 'dots' | 'horizontal' | 'vertical';

/** 图例: one symbol for the layer, or one for each value of a column (values grouped where a class shares a colour). */
export type Symbology =
  | { readonly kind: 'single'; readonly symbol: SymbolDefinition }
  | {
      readonly kind: 'classes';
      /** A column that is in `tileFields`. */
      readonly field: string;
      readonly classes: readonly SymbologyClass[];
      readonly otherwise: SymbolDefinition;
    };

export interface SymbologyClass {
  readonly values: readonly string[];
  readonly title: Bilingual;
  readonly symbol: SymbolDefinition;
}

export type LayerGroup = 'findings' | 'works' | 'conversion' | 'control' | 'villages' | 'land' | 'places';

/** 图层: one catalogue entry; legend, tiles, identify, import and export read it. */
export interface LayerDefinition {
  /** Also the table in schema `gengjie` and the layer name inside vector tiles. */
  readonly id: LayerId;
  readonly title: Bilingual;
  /** What the layer is, for the panel's help and the API. */
  readonly description: Bilingual;
  readonly group: LayerGroup;
  readonly fields: readonly FieldDefinition[];
  /** Column whose value names a feature in lists and labels. */
  readonly labelField: string;
  /** Text or number columns carried by tiles: only what the style and the hover need. */
  readonly tileFields: readonly string[];
  /** Column whose value decides the picture of generalised low zooms; absent: one class. */
  readonly overviewField?: string;
  readonly symbology: Symbology;
  /** Zooms at which the layer is drawn; below `min` the panel says 放大后显示. */
  readonly zoom: { readonly min: number; readonly max: number };
  /** Draw label from this zoom. */
  readonly labelZoom?: number;
  /** Whether the layer is on when the map opens. */
  readonly visible: boolean;
  /** Smaller comes first in the stack of what was clicked. */
  readonly identifyOrder: number;
  /** Drawing order: larger is drawn above. */
  readonly drawOrder: number;
  /** Column in m² that is the layer's signed area; absent: the ellipsoidal area of the geometry. */
  readonly areaField?: string;
  /** Whether people may import files into it. */
  readonly importable: boolean;
  /** True when parts of a parcel under this layer are reported as a share. */
  readonly overlay: boolean;
}

export const LAYER_IDS = [
  'regions',
  'land_parcels',
  'permanent_farmland',
  'farmland_protection',
  'ecological_redlines',
  'urban_boundaries',
  'village_zones',
  'conversion_batches',
  'conversion_parcels',
  'patches',
  'demolition_zones',
  'green_plans',
  'farmland_projects',
  'facility_filings',
  'project_sites',
  'villages',
  'responsibility_grids',
] as const;

export type LayerId = (typeof LAYER_IDS)[number];
