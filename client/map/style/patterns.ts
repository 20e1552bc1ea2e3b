import type { PatternName } from '#core/catalog/types.ts';

const SIZE = 16;
/** Patterns are drawn at twice their size, so they stay sharp on fine screens. */
export const PATTERN_RATIO = 2;

/** Image name of a pattern in a colour; `parsePatternName` reads it back. */
export function patternName(pattern: PatternName, color: string): string {
  return `pattern/${pattern}/${color}`;
}

export function parsePatternName(name: string): { pattern: PatternName; color: string } | null {
  const match = /^pattern\/([a-z-]+)\/(.+)$/.exec(name);
  return match ? { pattern: match[1] as PatternName, color: match[2]! } : null;
}

/** SVG path of a pattern on a 16 × 16 tile that repeats without a seam; legend and map draw the same one. */
export const patternPaths: Record<PatternName, string> = {
  hatch: 'M-4 4L4 -4M0 16L16 0M12 20L20 12M-4 12L12 -4M4 20L20 4',
  'back-hatch': 'M-4 12L4 20M0 0L16 16M12 -4L20 4M-4 4L12 20M4 -4L20 12',
  cross: 'M-4 4L4 -4M0 16L16 0M12 20L20 12M-4 12L4 20M0 0L16 16M12 -4L20 4',
  dots: 'M4 3.2a.8 .8 0 1 0 0 1.6a.8 .8 0 1 0 0 -1.6zM12 11.2a.8 .8 0 1 0 0 1.6a.8 .8 0 1 0 0 -1.6z',
  horizontal: 'M0 4H16M0 12H16',
  vertical: 'M4 0V16M12 0V16',
};

/** 图案: pixels of a pattern for `map.addImage`; needs no file from any server. */
export function drawPattern(pattern: PatternName, color: string): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = SIZE * PATTERN_RATIO;
  canvas.height = SIZE * PATTERN_RATIO;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.scale(PATTERN_RATIO, PATTERN_RATIO);
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = pattern === 'dots' ? 1.4 : 1;
  const path = new Path2D(patternPaths[pattern]);
  context.stroke(path);
  if (pattern === 'dots') context.fill(path);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
