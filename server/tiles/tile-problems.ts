import type { LayerDefinition } from '#core/catalog/types.ts';
import { Problem } from '#core/problem.ts';
import { MAX_ZOOM } from './tile-path.ts';

export function outOfRange(layer: LayerDefinition, url: string): Problem {
  const { min } = layer.zoom;
  return new Problem({
    type: 'tile-out-of-range',
    status: 404,
    title: { zh: '瓦片超出范围', en: 'Tile out of range' },
    detail: {
      zh: `图层“${layer.title.zh}”的瓦片级别为 ${min} 至 ${MAX_ZOOM}，行列号应小于 2 的级别次方。`,
      en: `Layer “${layer.title.en}” has tiles from zoom ${min} to ${MAX_ZOOM}, with x and y below 2 to the zoom.`,
    },
    next: {
      zh: `请按 /tiles/${layer.id}.json 给出的级别与范围请求。`,
      en: `Ask within the zooms and bounds of /tiles/${layer.id}.json.`,
    },
    place: { layer: layer.id, value: url.slice(0, 200) },
  });
}

export function unknownTilePath(url: string): Problem {
  return new Problem({
    type: 'tile-path-malformed',
    status: 404,
    title: { zh: '瓦片地址有误', en: 'Malformed tile address' },
    detail: { zh: `无法识别瓦片地址 ${url.slice(0, 200)}。`, en: `${url.slice(0, 200)} is no tile address.` },
    next: {
      zh: '地址应形如 /tiles/land_parcels.json 或 /tiles/land_parcels/14/13524/6208.mvt。',
      en: 'It looks like /tiles/land_parcels.json or /tiles/land_parcels/14/13524/6208.mvt.',
    },
  });
}

export function methodNotAllowed(method: string): Problem {
  return new Problem({
    type: 'method-not-allowed',
    status: 405,
    title: { zh: '不支持的请求方法', en: 'Method not allowed' },
    detail: { zh: `瓦片不支持 ${method.slice(0, 20)}。`, en: `Tiles do not answer ${method.slice(0, 20)}.` },
    next: { zh: '请使用 GET 或 HEAD。', en: 'Use GET or HEAD.' },
  });
}
