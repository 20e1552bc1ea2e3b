import type { FeatureCollection } from 'geojson';
import { useEffect, useRef } from 'react';
import type { ImportPreview } from '#core/contract/imports.ts';
import { fitBounds, showMarker, showPicture } from '../../map/highlight.ts';
import { useLayers } from '../../state/layers.ts';

/** 预览上图: the file's outlines over the known boundary; rows with errors in warning colour. The map moves when the place changes. */
export function usePreviewMap(preview: ImportPreview | null): void {
  const place = useRef('');

  useEffect(() => {
    if (!preview) return;
    showPicture(pictureOf(preview));
    const key = preview.bounds?.map((value) => value.toFixed(5)).join() ?? '';
    if (preview.bounds && key !== place.current) void fitBounds(preview.bounds, { maxZoom: 17 });
    place.current = key;
  }, [preview]);

  useEffect(() => {
    const { settings, setVisible } = useLayers.getState();
    const hidden = !settings.regions.visible;
    if (hidden) setVisible('regions', true);
    return () => {
      showPicture(null);
      showMarker(null);
      if (hidden) setVisible('regions', false);
    };
  }, []);
}

/** Outlines with the look the map gives to previews and warnings. */
function pictureOf({ outline }: ImportPreview): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: outline.features.map((feature) => ({
      ...feature,
      properties: { ...feature.properties, role: feature.properties.bad ? 'warning' : 'preview' },
    })),
  };
}
