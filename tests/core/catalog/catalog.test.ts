import { describe, expect, it } from 'vitest';
import { catalog, layerById } from '#core/catalog/index.ts';
import { LAYER_IDS } from '#core/catalog/types.ts';
import { isAssignable } from '#core/vocabulary/code-list.ts';
import { codeListOf } from '#core/vocabulary/lookup.ts';

const CJK = /[\u4e00-\u9fff]/;
const layers = catalog.map((layer) => [layer.id, layer] as const);

describe('the catalogue', () => {
  it('has every layer once and finds it by its id', () => {
    expect(catalog.map((layer) => layer.id).toSorted()).toEqual(LAYER_IDS.toSorted());
    for (const [id, layer] of layers) expect(layerById(id)).toBe(layer);
    expect(layerById('nothing')).toBeUndefined();
  });

  it('gives each layer its own place in the stack of hits and in the drawing', () => {
    expect(new Set(catalog.map((layer) => layer.identifyOrder)).size).toBe(catalog.length);
    expect(new Set(catalog.map((layer) => layer.drawOrder)).size).toBe(catalog.length);
  });
});

describe.each(layers)('%s', (_id, layer) => {
  const names = layer.fields.map((field) => field.name);

  it('has Chinese and English titles for itself, its fields and its classes', () => {
    const classes = layer.symbology.kind === 'classes' ? layer.symbology.classes : [];
    const units = layer.fields.flatMap((field) => (field.unit ? [field.unit] : []));
    const titles = [layer, ...layer.fields, ...classes].map((thing) => thing.title);
    for (const { zh, en } of [...titles, layer.description, ...units]) {
      expect(zh).toMatch(CJK);
      expect(en.trim()).not.toBe('');
      expect(en).not.toMatch(CJK);
    }
  });

  it('has no field twice and no alias that two fields claim', () => {
    expect(new Set(names).size).toBe(names.length);
    const claimed = layer.fields.flatMap((field) => [
      ...new Set([field.name, ...field.aliases].map((name) => name.toUpperCase())),
    ]);
    expect(claimed.filter((name, at) => claimed.indexOf(name) !== at)).toEqual([]);
  });

  it('refers only to its own fields', () => {
    expect(names).toContain(layer.labelField);
    for (const name of layer.tileFields) expect(names).toContain(name);
    if (layer.overviewField) expect(layer.tileFields).toContain(layer.overviewField);
    if (layer.areaField) {
      expect(layer.fields.find((field) => field.name === layer.areaField)?.type).toBe('area');
    }
    if (layer.symbology.kind === 'classes') expect(layer.tileFields).toContain(layer.symbology.field);
  });

  it('explains every code column by a list that exists', () => {
    for (const field of layer.fields) {
      if (field.type !== 'code') continue;
      expect(field.codes, field.name).toBeDefined();
      if (field.codes !== '$land') expect(codeListOf(field.codes ?? ''), field.codes).toBeDefined();
    }
  });

  it('draws only classes that exist, each once, and every class of its list', () => {
    const { symbology } = layer;
    if (symbology.kind !== 'classes') return;
    const codes = layer.fields.find((field) => field.name === symbology.field)?.codes;
    const list = codeListOf(codes === '$land' ? 'sandiao@2019' : (codes ?? ''));
    expect(list).toBeDefined();
    const drawn = symbology.classes.flatMap((entry) => entry.values);
    expect(new Set(drawn).size).toBe(drawn.length);
    for (const value of drawn) expect(list && isAssignable(list, value), value).toBe(true);
    const undrawn = list?.codes.filter((entry) => !entry.heading && !drawn.includes(entry.code)) ?? [];
    expect(undrawn.map((entry) => entry.code)).toEqual([]);
  });

  it('tells its classes apart without colour, or is the land fabric whose colours are given', () => {
    const { symbology } = layer;
    if (symbology.kind !== 'classes' || layer.id === 'land_parcels') return;
    const looks = symbology.classes.map(({ symbol }) =>
      JSON.stringify([symbol.pattern, symbol.dash, symbol.lineWidth, symbol.fill !== undefined]),
    );
    expect(new Set(looks).size).toBe(looks.length);
  });
});
