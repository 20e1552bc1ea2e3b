import { pictureOf } from './take-photo.ts';

/** Long side of the stamped copy, pixels: what is read on a screen and on A4. */
const LONG_SIDE = 2048;

/** 水印副本: a copy with lines burnt in at its foot; null when this browser cannot open the original (HEIC). The original is never touched. */
export async function stampedCopy(original: Blob, lines: readonly string[]): Promise<Blob | null> {
  const picture = await createImageBitmap(original).catch(() => null);
  if (!picture) return null;
  const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  try {
    return await pictureOf(picture, width, height, (context) => burn(context, lines, width, height));
  } finally {
    picture.close();
  }
}

function burn(
  context: CanvasRenderingContext2D,
  lines: readonly string[],
  width: number,
  height: number,
): void {
  let size = Math.max(12, Math.round(Math.min(width, height) / 32));
  const font = (pixels: number) =>
    `600 ${pixels}px "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif`;
  context.font = font(size);
  const widest = Math.max(...lines.map((line) => context.measureText(line).width));
  size = Math.max(9, Math.floor(Math.min(size, (size * (width - size * 1.6)) / widest)));
  context.font = font(size);
  const step = Math.round(size * 1.45);
  const tall = step * lines.length + size;
  context.fillStyle = 'rgba(0, 0, 0, 0.62)';
  context.fillRect(0, height - tall, width, tall);
  context.fillStyle = '#ffffff';
  context.textBaseline = 'top';
  lines.forEach((line, index) => {
    context.fillText(line, size * 0.8, height - tall + size * 0.6 + index * step);
  });
}
