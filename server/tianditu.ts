/** 天地图 hosts the page may ask, for the content policy: only where the office configured a key of its own. */
export const tiandituHosts: readonly string[] = ['https://*.tianditu.gov.cn'];

/** 天地图影像 as a raster tile template in Web Mercator (datum CGCS2000, not shifted); the address leaves the server, never the client's code. */
export function tiandituTiles(key: string): string {
  const query = new URLSearchParams({
    SERVICE: 'WMTS',
    REQUEST: 'GetTile',
    VERSION: '1.0.0',
    LAYER: 'img',
    STYLE: 'default',
    TILEMATRIXSET: 'w',
    FORMAT: 'tiles',
    tk: key,
  });
  return `https://t0.tianditu.gov.cn/img_w/wmts?${query}&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}`;
}
