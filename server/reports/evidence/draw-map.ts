import type { MultiPolygon, Position } from 'geojson';
import { surveyLandClasses } from '#core/catalog/land-classes.ts';
import { landParcels } from '#core/catalog/land-parcels.ts';
import type { EvidencePhoto } from '#core/evidence/content.ts';
import { type MapFrame, MM_PER_POINT } from '#core/evidence/map-frame.ts';
import type { EvidenceGround } from '#server/reports/evidence/drawing.ts';
import type { Typesetter } from '#server/reports/pdf/typesetter.ts';

export interface MapDrawing {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly frame: MapFrame;
  readonly ground: EvidenceGround;
  /** The outline the map is about, and one before it. */
  readonly outline: MultiPolygon;
  readonly ghost?: MultiPolygon;
  readonly photos?: readonly EvidencePhoto[];
}

const red = '#c00000';
const permanentGreen = '#1b7f3b';
const blue = '#0b5cad';

/** 画图: a map in vectors with its frame, scale bar and north; what lies outside is cut off at the frame. */
export function drawMap(doc: PDFKit.PDFDocument, type: Typesetter, drawing: MapDrawing): void {
  const { x, y, width, height, frame, ground, outline, ghost, photos = [] } = drawing;
  const paper = (position: Position) => {
    const [px, py] = frame.toPaper(position);
    return [x + px, y + py] as const;
  };
  doc.save().rect(x, y, width, height).clip();
  doc.rect(x, y, width, height).fill('#fbfbf8');
  for (const { landClass, geometry } of ground.land) {
    trace(doc, geometry, paper);
    const { fill, line } = symbolOf(landClass);
    doc.fillOpacity(0.85).lineWidth(0.3).fillAndStroke(fill, line, 'even-odd').fillOpacity(1);
  }
  hatch(doc, ground.permanent, paper, drawing);
  if (ghost) {
    trace(doc, ghost, paper);
    doc.lineWidth(1).dash(4, { space: 3 }).strokeColor('#404040').stroke().undash();
  }
  trace(doc, outline, paper);
  doc.lineWidth(1.8).strokeColor(red).stroke();
  const taken: (readonly [number, number])[] = [];
  for (const photo of photos) {
    if (!photo.fix) continue;
    const here = paper([...photo.fix.lonLat]);
    // Several from one place: their numbers stand side by side.
    const before = taken.filter(([px, py]) => Math.hypot(px - here[0], py - here[1]) < 10).length;
    taken.push(here);
    drawPhotoMark(doc, type, photo, { paper, frame, aside: before * 14 });
  }
  doc.restore();
  doc.rect(x, y, width, height).lineWidth(0.8).strokeColor('#000000').stroke();
  drawNorth(doc, type, x + width - 22, y + 12);
  drawBar(doc, type, x + 10, y + height - 24, frame);
}

function trace(
  doc: PDFKit.PDFDocument,
  { coordinates }: MultiPolygon,
  paper: (position: Position) => readonly [number, number],
): void {
  for (const ring of coordinates.flat()) {
    ring.forEach((position, index) => {
      const [px, py] = paper(position);
      if (index === 0) doc.moveTo(px, py);
      else doc.lineTo(px, py);
    });
    doc.closePath();
  }
}

/** 永久基本农田: hatched, so that it is told from the land classes without colour. */
function hatch(
  doc: PDFKit.PDFDocument,
  shapes: readonly MultiPolygon[],
  paper: (position: Position) => readonly [number, number],
  { x, y, width, height }: MapDrawing,
): void {
  if (shapes.length === 0) return;
  doc.save();
  for (const shape of shapes) trace(doc, shape, paper);
  doc.clip('even-odd');
  for (let at = -height; at < width; at += 7) {
    doc.moveTo(x + at, y + height).lineTo(x + at + height, y);
  }
  doc.lineWidth(0.5).strokeColor(permanentGreen).stroke();
  doc.restore();
  for (const shape of shapes) trace(doc, shape, paper);
  doc.lineWidth(0.9).strokeColor(permanentGreen).stroke();
}

/** 拍摄点、精度圈与视场: the number of a photograph where it was taken, a wedge of 60° where it looks. */
function drawPhotoMark(
  doc: PDFKit.PDFDocument,
  type: Typesetter,
  { fix, bearing, bearingReference, number }: EvidencePhoto,
  {
    paper,
    frame,
    aside,
  }: { paper: (position: Position) => readonly [number, number]; frame: MapFrame; aside: number },
): void {
  if (!fix) return;
  const [px, py] = paper([...fix.lonLat]);
  const radius = frame.length(fix.accuracyMeters);
  if (radius > 3 && radius < 200) {
    doc.circle(px, py, radius).lineWidth(0.5).dash(2, { space: 2 }).strokeColor(blue).stroke().undash();
  }
  if (bearing !== null) {
    // From true north: the plane's north differs from it away from the central meridian.
    const step = 1e-4;
    const [ahead, up] = paper([fix.lonLat[0], fix.lonLat[1] + step]);
    const north = Math.atan2(ahead - px, py - up);
    const at = (degrees: number) => {
      const angle = north + (degrees * Math.PI) / 180;
      return [px + 30 * Math.sin(angle), py - 30 * Math.cos(angle)] as const;
    };
    doc.moveTo(px, py);
    for (let turn = -30; turn <= 30; turn += 10) doc.lineTo(...at(bearing + turn));
    doc.closePath();
    if (bearingReference === 'magnetic') doc.dash(3, { space: 2 });
    doc.fillOpacity(0.25).lineWidth(0.6).fillAndStroke(blue, blue).fillOpacity(1).undash();
  }
  doc
    .circle(px + aside, py, 6.5)
    .lineWidth(0.8)
    .fillAndStroke('#ffffff', blue);
  const label = type.set(String(number), 13, { size: 7.5, weight: 700, align: 'center', color: blue });
  type.draw(label, px + aside - 6.5, py - label.height / 2, 13);
}

function drawNorth(doc: PDFKit.PDFDocument, type: Typesetter, x: number, y: number): void {
  doc
    .moveTo(x, y)
    .lineTo(x + 6, y + 20)
    .lineTo(x, y + 15)
    .lineTo(x - 6, y + 20)
    .closePath()
    .lineWidth(0.5)
    .fillAndStroke('#000000', '#ffffff');
  type.draw(type.set('北', 20, { size: 8, align: 'center', weight: 700 }), x - 10, y + 20, 20);
}

/** Its length on paper is true: so many millimetres for so many metres. */
function drawBar(doc: PDFKit.PDFDocument, type: Typesetter, x: number, y: number, frame: MapFrame): void {
  const length = frame.bar.millimeters / MM_PER_POINT;
  const text = `${frame.bar.meters} m（1:${frame.denominator}）`;
  const set = type.set(text, 160, { size: 7.5 });
  doc
    .rect(x - 5, y - 12, Math.max(length, set.lines[0]?.width ?? 0) + 12, 30)
    .fillOpacity(0.85)
    .fill('#ffffff')
    .fillOpacity(1);
  doc
    .rect(x, y + 4, length / 2, 4)
    .lineWidth(0.5)
    .fillAndStroke('#000000', '#000000');
  doc
    .rect(x + length / 2, y + 4, length / 2, 4)
    .lineWidth(0.5)
    .fillAndStroke('#ffffff', '#000000');
  type.draw(set, x, y - 9, 160);
}

/** 图例: what the maps show, in rows as wide as the page. @returns its height */
export function drawLegend(
  doc: PDFKit.PDFDocument,
  type: Typesetter,
  { x, y, width }: { x: number; y: number; width: number },
  grounds: readonly EvidenceGround[],
): number {
  const classes = new Map<string, { fill: string; line: string; title: string }>();
  for (const { landClass } of grounds.flatMap(({ land }) => land)) {
    const { title, ...symbol } = symbolOf(landClass);
    classes.set(title, { ...symbol, title });
  }
  const swatches: { draw: (x: number, y: number) => void; text: string }[] = [
    { text: '图斑范围', draw: (sx, sy) => doc.rect(sx, sy, 14, 8).lineWidth(1.6).strokeColor(red).stroke() },
    {
      text: '首次登记范围',
      draw: (sx, sy) =>
        doc.rect(sx, sy, 14, 8).lineWidth(0.9).dash(3, { space: 2 }).strokeColor('#404040').stroke().undash(),
    },
    {
      text: '永久基本农田',
      draw: (sx, sy) => {
        doc.rect(sx, sy, 14, 8).lineWidth(0.9).strokeColor(permanentGreen).stroke();
        doc
          .moveTo(sx, sy + 8)
          .lineTo(sx + 8, sy)
          .moveTo(sx + 6, sy + 8)
          .lineTo(sx + 14, sy);
        doc.lineWidth(0.5).stroke();
      },
    },
    ...[...classes.values()].map(({ fill, line, title }) => ({
      text: title,
      draw: (sx: number, sy: number) => doc.rect(sx, sy, 14, 8).lineWidth(0.4).fillAndStroke(fill, line),
    })),
  ];
  const each = 112;
  const columns = Math.max(1, Math.floor(width / each));
  swatches.forEach(({ draw, text }, index) => {
    const sx = x + (index % columns) * each;
    const sy = y + Math.floor(index / columns) * 13;
    draw(sx, sy + 2);
    type.draw(type.set(text, each - 20, { size: 7.5 }), sx + 18, sy + 0.5, each - 20);
  });
  return Math.ceil(swatches.length / columns) * 13;
}

function symbolOf(landClass: string): { fill: string; line: string; title: string } {
  const known = surveyLandClasses.find(({ values }) => values.includes(landClass));
  const { symbology } = landParcels;
  const symbol = known?.symbol ?? (symbology.kind === 'classes' ? symbology.otherwise : undefined);
  return {
    fill: hexOf(symbol?.fill ?? '#eeeeee'),
    line: hexOf(symbol?.line ?? '#8a8a8a'),
    title: known?.title.zh ?? '其他地类',
  };
}

/** pdfkit knows `#rrggbb`, not `rgb(…)`. */
function hexOf(colour: string): string {
  const parts = colour.match(/^rgb\((\d+),(\d+),(\d+)\)$/);
  if (!parts) return colour;
  return `#${parts
    .slice(1)
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('')}`;
}
