import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalog } from '#core/catalog/index.ts';
import { glossaryGaps, readTerms } from '../../../scripts/generate/glossary.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const terms = readTerms(root);

describe('the glossary', () => {
  it('has a row for every layer and field of the catalogue, under both of its titles', () => {
    expect(glossaryGaps(terms)).toEqual([]);
  });

  it('notices a field without a row', () => {
    const without = terms.filter((term) => term.zh !== '图斑地类面积');
    expect(glossaryGaps(without)).toContain(
      'land_parcels.class_area: no row for 图斑地类面积 in data/glossary/terms.csv',
    );
  });

  it('gives the unit of every area, money and counted column', () => {
    const units = new Map(terms.map((term) => [term.zh, term.unit]));
    for (const layer of catalog) {
      for (const field of layer.fields) {
        const at = `${layer.id}.${field.name}`;
        if (field.type === 'area') expect(units.get(field.title.zh), at).toBe('m²');
        else if (field.unit) expect(units.get(field.title.zh), at).toBe(field.unit.zh);
      }
    }
  });
});
