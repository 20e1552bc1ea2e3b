import { describe, expect, it } from 'vitest';
import { catalog, layerById } from '#core/catalog/index.ts';
import { catalogueLayers, labelLayers } from '../../client/map/style/catalogue-layers.ts';
import { mapColours } from '../../client/map/style/colours.ts';
import { angleText, graticule } from '../../client/map/style/graticule.ts';
import { parsePatternName, patternName, patternPaths } from '../../client/map/style/patterns.ts';
import { legendOf, onDark } from '../../client/map/style/symbols.ts';

describe('map style', () => {
  it('draws every layer of the catalogue with something to see', () => {
    for (const layer of catalog) {
      expect(catalogueLayers(layer, 1, mapColours.light).length, layer.id).toBeGreaterThan(0);
    }
  });

  it('asks for no glyph and no sprite file: patterns are named by shape and colour alone', () => {
    for (const pattern of Object.keys(patternPaths) as (keyof typeof patternPaths)[]) {
      expect(parsePatternName(patternName(pattern, '#c8102e'))).toEqual({ pattern, color: '#c8102e' });
    }
    expect(parsePatternName('harbor-15')).toBeNull();
  });

  it('never shows a control line by colour alone', () => {
    for (const layer of catalog.filter(({ group }) => group === 'control')) {
      for (const { symbol } of legendOf(layer).filter(
        ({ values }) => values !== null || layer.symbology.kind === 'single',
      )) {
        expect(symbol.pattern !== undefined || symbol.dash !== undefined, layer.id).toBe(true);
      }
    }
  });

  it('multiplies a layer’s opacity into its symbols', () => {
    const layer = layerById('green_plans');
    const fill = catalogueLayers(layer, 0.5, mapColours.light).find(({ type }) => type === 'fill')!;
    expect(JSON.stringify(fill)).toContain(String(0.22 * 0.5));
  });

  it('labels only what its tiles carry', () => {
    for (const layer of catalog) {
      if (labelLayers(layer, 1, mapColours.light).length > 0)
        expect(layer.tileFields).toContain(layer.labelField);
    }
  });

  it('lightens dark lines on a dark ground and leaves fills as staff know them', () => {
    const symbol = onDark({ fill: '#1b7f4b', line: '#0b6e3c', patternColor: '#ffffff' });
    expect(symbol.fill).toBe('#1b7f4b');
    expect(symbol.patternColor).toBe('#ffffff');
    expect(Number.parseInt(symbol.line!.slice(1, 3), 16)).toBeGreaterThan(0x0b);
  });
});

describe('graticule', () => {
  it('draws round seconds, at most seven lines across, at every scale', () => {
    for (const span of [0.002, 0.01, 0.1, 0.7, 5, 30]) {
      const { features } = graticule([117, 39, 117 + span, 39 + span], 0);
      const lines = features.filter(({ properties }) => properties?.kind === 'line');
      expect(lines.length, String(span)).toBeGreaterThanOrEqual(4);
      expect(lines.length, String(span)).toBeLessThanOrEqual(16);
    }
  });

  it('writes degrees and minutes, and seconds only where there are any', () => {
    expect(angleText(117 * 3600 + 6 * 60, 'E')).toBe('117°06′E');
    expect(angleText(39 * 3600 + 8 * 60 + 30, 'N')).toBe('39°08′30″N');
  });
});
