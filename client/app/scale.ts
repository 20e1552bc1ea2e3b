/** CSS defines a pixel as 1/96 inch; a screen may differ, which is why the bar stands beside the number. */
const METERS_OF_A_PIXEL = 0.0254 / 96;

/** 数字比例尺: N of 1:N at the map's centre, to two digits. */
export function numericScale(metersPerPixel: number): number {
  const exact = metersPerPixel / METERS_OF_A_PIXEL;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1);
  return Math.round(exact / step) * step;
}

/** 线段比例尺: the longest 1, 2 or 5 × 10ⁿ metres that fit. */
export function scaleBar(metersPerPixel: number, maxPixels: number): { meters: number; pixels: number } {
  const most = metersPerPixel * maxPixels;
  const ten = 10 ** Math.floor(Math.log10(most));
  const meters = [5, 2, 1].map((factor) => factor * ten).find((value) => value <= most) ?? ten;
  return { meters, pixels: meters / metersPerPixel };
}
