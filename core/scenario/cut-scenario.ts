import Flatbush from 'flatbush';
import type { MultiPolygon } from 'geojson';
import type { LayerId } from '#core/catalog/types.ts';
import type { GroundFeature, ScenarioItem } from '#core/contract/what-if.ts';
import type { Finding } from '#core/finding.ts';
import { checkPolygon } from '#core/geometry/validity.ts';
import {
  areaOf,
  boxesMeet,
  ClipperFailure,
  Cutter,
  intersect,
  type Outline,
  outlineOf,
  subtract,
  unite,
} from '#core/overlay/cut.ts';
import { reclaims } from '#core/scenario/account.ts';
import type { ControlCut, GroundCut, ItemCut, PermanentCut, ScenarioCuts } from '#core/scenario/cuts.ts';

/** 底账索引: the ground of a place, ready to be cut many times. */
export interface GroundIndex {
  readonly features: readonly (GroundFeature & { readonly outline: Outline })[];
  /** Ids of features whose boxes meet one, as places in `features`. */
  search(box: Outline['box']): readonly number[];
}

export function indexGround(features: readonly GroundFeature[]): GroundIndex {
  const indexed = features.map((feature) => ({ ...feature, outline: outlineOf(feature.geometry) }));
  if (indexed.length === 0) return { features: indexed, search: () => [] };
  const boxes = new Flatbush(indexed.length);
  for (const { outline } of indexed) boxes.add(...outline.box);
  boxes.finish();
  return { features: indexed, search: (box) => boxes.search(...box).sort((a, b) => a - b) };
}

/** An item whose ground later ones leave to it. */
interface Earlier {
  readonly id: string;
  readonly name: string;
  readonly geometry: ScenarioItem['geometry'];
  readonly outline: Outline;
}

/** What one item cuts; remembered while neither it nor what comes before it has moved. */
interface ItemResult {
  readonly item: ItemCut;
  readonly outline: Outline;
  readonly ground: readonly GroundCut[];
  readonly permanent: readonly PermanentCut[];
  readonly control: readonly ControlCut[];
  readonly covered: ScenarioCuts['covered'];
}

/**
 * 浏览器切割: cuts the ground with the items of a scenario, offline, as the database would: items are made disjoint first (what takes farmland
 * before what reclaims it, earlier before later), then each cuts what lies under it. One of these keeps the results of items that have
 * not moved, so that moving one item costs the cutting of one.
 */
export class ScenarioCutter {
  readonly #ground: GroundIndex;
  readonly #known = new Map<string, { readonly key: readonly unknown[]; readonly result: ItemResult }>();

  constructor(ground: GroundIndex) {
    this.#ground = ground;
  }

  cut(items: readonly ScenarioItem[]): ScenarioCuts {
    const outlines: Earlier[] = [];
    const results = new Map<string, ItemResult>();
    for (const item of inStrength(items)) {
      const remembered = this.#known.get(item.id);
      const outline =
        remembered?.key[0] === item.geometry ? remembered.result.outline : outlineOf(multi(item.geometry));
      const before = outlines.filter((other) => boxesMeet(other.outline.box, outline.box));
      const key = [
        item.geometry,
        item.name,
        reclaims(item),
        ...before.flatMap(({ id, name, geometry }) => [id, name, geometry]),
      ];
      const isSame =
        remembered?.key.length === key.length && remembered.key.every((part, index) => part === key[index]);
      const result = isSame ? remembered.result : this.#cutItem(item, outline, before);
      this.#known.set(item.id, { key, result });
      results.set(item.id, result);
      if (result.item.valid) {
        outlines.push({ id: item.id, name: item.name, geometry: item.geometry, outline });
      }
    }
    for (const id of this.#known.keys()) if (!results.has(id)) this.#known.delete(id);
    const ordered = items.flatMap(({ id }) => results.get(id) ?? []);
    return {
      items: ordered.map(({ item }) => item),
      ground: ordered.flatMap(({ ground }) => ground),
      permanent: ordered.flatMap(({ permanent }) => permanent),
      control: ordered.flatMap(({ control }) => control),
      // Items are disjoint: what all of them cover is what each of them does.
      covered: [
        ...ordered.flatMap(({ covered }) => covered),
        ...totals(ordered.flatMap(({ covered }) => covered)),
      ],
      unseen: [],
    };
  }

  #cutItem(item: ScenarioItem, outline: Outline, before: readonly Earlier[]): ItemResult {
    const defects = checkPolygon(item.geometry, {
      subject: item.id,
      limit: 5,
      toLonLat: ([x = 0, y = 0]) => [x, y],
    }).filter(({ severity }) => severity === 'error');
    if (defects.length > 0) return nothing(item.id, outline, defects);
    try {
      return this.#cutValid(item, outline, before);
    } catch (error) {
      if (!(error instanceof ClipperFailure)) throw error;
      return nothing(item.id, outline, [failure(item.id, item.name)]);
    }
  }

  #cutValid(item: ScenarioItem, outline: Outline, before: readonly Earlier[]): ItemResult {
    const findings: Finding[] = before.flatMap((other) => {
      const shared = intersect(outline, other.outline);
      const area = shared ? areaOf(shared) : 0;
      return area < 0.01 ? [] : [overlap(item.id, other, area)];
    });
    const exclusive = subtract(
      outline,
      before.map((other) => other.outline),
    );
    const cut: ItemCut = {
      id: item.id,
      valid: true,
      areaSquareMeters: areaOf(outline),
      exclusiveSquareMeters: exclusive ? areaOf(exclusive) : 0,
      findings,
    };
    const ground: GroundCut[] = [];
    const permanent: PermanentCut[] = [];
    const control: ControlCut[] = [];
    const pieces = new Map<LayerId, { readonly area: number; readonly piece: Outline }[]>();
    if (exclusive) {
      const cutter = new Cutter(exclusive);
      for (const place of this.#ground.search(exclusive.box)) {
        const feature = this.#ground.features[place]!;
        const taken = cutter.cut(feature.outline);
        const area = taken ? (taken.whole ? feature.areaSquareMeters : areaOf(taken.piece)) : 0;
        if (!taken || area <= 0) continue;
        if (feature.layer === 'land_parcels') {
          ground.push({
            ...signedCut(item.id, feature, area),
            landClass: String(feature.properties.land_class),
            landClassScheme: String(feature.properties.land_class_scheme),
          });
          continue;
        }
        const own = pieces.get(feature.layer);
        if (own) own.push({ area, piece: taken.piece });
        else pieces.set(feature.layer, [{ area, piece: taken.piece }]);
        if (feature.layer === 'permanent_farmland') permanent.push(signedCut(item.id, feature, area));
        else
          control.push({
            item: item.id,
            layer: feature.layer,
            id: feature.id,
            label: feature.label,
            cutArea: area,
          });
      }
    }
    const covered = [...pieces].map(([layer, own]) => ({ layer, item: item.id, area: coveredArea(own) }));
    return { item: cut, outline, ground, permanent, control, covered };
  }
}

/** Items that take farmland come before those that make it; otherwise in their order. */
function inStrength(items: readonly ScenarioItem[]): ScenarioItem[] {
  return [...items.filter((item) => !reclaims(item)), ...items.filter(reclaims)];
}

function signedCut(item: string, feature: GroundFeature, cutArea: number) {
  const { id, versionId, label, regionCode, areaSquareMeters, properties } = feature;
  return {
    item,
    id,
    versionId,
    label,
    regionCode,
    parcelArea: Number(properties.parcel_area ?? 0),
    deductedArea: Number(properties.deducted_area ?? 0),
    classArea: Number(properties.class_area ?? 0),
    geometryArea: areaSquareMeters,
    cutArea,
  };
}

/** Ground under several features of a layer counts once; pieces whose boxes are apart are added. */
function coveredArea(pieces: readonly { readonly area: number; readonly piece: Outline }[]): number {
  const apart = pieces.every(({ piece }, index) =>
    pieces.slice(index + 1).every((other) => !boxesMeet(piece.box, other.piece.box)),
  );
  if (apart) return pieces.reduce((sum, { area }) => sum + area, 0);
  const union = unite(pieces.map(({ piece }) => piece));
  return union ? areaOf(union) : 0;
}

function totals(covered: ScenarioCuts['covered']): ScenarioCuts['covered'] {
  const sums = new Map<LayerId, number>();
  for (const { layer, area } of covered) sums.set(layer, (sums.get(layer) ?? 0) + area);
  return [...sums].map(([layer, area]) => ({ layer, item: null, area }));
}

function multi(geometry: ScenarioItem['geometry']): MultiPolygon {
  return geometry.type === 'Polygon'
    ? { type: 'MultiPolygon', coordinates: [geometry.coordinates] }
    : { type: 'MultiPolygon', coordinates: geometry.coordinates };
}

function nothing(id: string, outline: Outline, findings: readonly Finding[]): ItemResult {
  const item = { id, valid: false, areaSquareMeters: 0, exclusiveSquareMeters: 0, findings };
  return { item, outline, ground: [], permanent: [], control: [], covered: [] };
}

/** `keeper` has the shared ground: it comes before. */
export function overlap(
  item: string,
  keeper: { readonly id: string; readonly name: string },
  areaSquareMeters: number,
): Finding {
  return {
    code: 'scenario.items.overlap',
    severity: 'warning',
    subject: item,
    id: `scenario.items.overlap:${item}:${keeper.id}`,
    context: {
      other: keeper.name,
      keeper: keeper.name,
      squareMeters: Math.round(areaSquareMeters * 100) / 100,
    },
  };
}

function failure(item: string, label: string): Finding {
  return {
    code: 'scenario.clipper.failed',
    severity: 'error',
    subject: item,
    id: `scenario.clipper.failed:${item}`,
    context: { label },
  };
}
