import type { Position } from 'geojson';
import PDFDocument from 'pdfkit';
import { encode } from 'uqr';
import { qrTextOf } from '#core/evidence/manifest.ts';
import { type MapFrame, mapFrame } from '#core/evidence/map-frame.ts';
import type { Facts, Paragraph } from '#core/reports/report.ts';
import type { ReportTable } from '#core/reports/table.ts';
import { drawLegend, drawMap } from '#server/reports/evidence/draw-map.ts';
import type { EvidenceGround, EvidencePicture, EvidenceReport } from '#server/reports/evidence/drawing.ts';
import {
  areaTable,
  basicFacts,
  conflictBlocks,
  cornerTable,
  historyTable,
  overlayBlocks,
  photoFacts,
  timeOf,
} from '#server/reports/evidence/sections.ts';
import { PageFlow, type PageSize, page } from '#server/reports/pdf/sheet.ts';
import { Typesetter } from '#server/reports/pdf/typesetter.ts';

const sizes: Readonly<Record<EvidenceReport['paper'], PageSize>> = {
  a4: page,
  a3: { width: 841.89, height: 1190.55, side: 62, top: 70, bottom: 66 },
};

const title = '图斑举证报告';
/** Of the QR code, 25 mm. */
const qrSide = 71;
/** A photograph taken farther from the patch than this is not on its map. */
const farDegrees = 0.03;

/** 举证报告 as PDF, A4 or A3 upright: maps as vectors, text that can be searched. The same report has the same bytes. */
export async function writeEvidencePdf(report: EvidenceReport): Promise<Uint8Array> {
  const size = sizes[report.paper];
  const time = new Date(Math.floor(report.content.dataAt / 1000) * 1000);
  const doc = new PDFDocument({
    size: [size.width, size.height],
    margin: 0,
    bufferPages: true,
    lang: 'zh-CN',
    displayTitle: true,
    info: {
      Title: `${title} ${report.content.patch.number}`,
      Author: '耕界',
      CreationDate: time,
      ModDate: time,
    },
  });
  const pieces: Buffer[] = [];
  doc.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  const type = new Typesetter(doc);
  const flow = new PageFlow(doc, type, size);
  setReport(report, { doc, type, flow, size });
  setMargins(report, { doc, type, flow, size });
  doc.end();
  await ended;
  return Buffer.concat(pieces);
}

interface Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly type: Typesetter;
  readonly flow: PageFlow;
  readonly size: PageSize;
}

function setReport(report: EvidenceReport, sheet: Sheet): void {
  const { content } = report;
  const { flow } = sheet;
  setHead(report, sheet);
  section(flow, '一、基本情况', [basicFacts(content)]);
  setMaps(report, sheet);
  section(flow, '三、面积', [areaTable(content)]);
  section(flow, '四、界址点', [cornerTable(content)]);
  section(flow, '五、套合', overlayBlocks(content));
  setPhotos(report, sheet);
  section(flow, '七、流转记录', [historyTable(content)]);
  section(flow, '八、待裁决', conflictBlocks(content));
  section(flow, '九、核验', [
    {
      kind: 'facts',
      facts: [
        ['内容指纹', report.contentSha256],
        [
          '照片',
          `${content.photos.length} 张，指纹见各照片；已收到 ${content.photos.filter(({ file }) => file).length} 张原件`,
        ],
      ],
    },
    {
      kind: 'paragraph',
      text: '内容指纹是本图斑全部数据（evidence.json 的 content）的 SHA-256，印在首页二维码中。把举证包拖入本系统的“核验举证包”，不需要网络，任何一个字节的改动都会被指出；指纹同时记在导出时的审计日志里，可由此核对举证包的来源。',
    },
  ]);
  flow.signatures(['核查', '审核', '负责']);
}

function section(
  flow: PageFlow,
  heading: string,
  blocks: readonly (Paragraph | Facts | ReportTable)[],
): void {
  flow.space(8);
  flow.paragraph(heading, { size: 13, weight: 700, leading: 1.8 }, 70);
  for (const block of blocks) {
    if (block.kind === 'table') flow.table(block);
    else if (block.kind === 'facts') flow.facts(block);
    else flow.paragraph(block.text, { size: 9.5, weight: block.strong ? 700 : 400, leading: 1.6 });
  }
}

function setHead({ content, contentSha256 }: EvidenceReport, { doc, type, flow }: Sheet): void {
  const top = flow.y;
  const text = flow.width - qrSide - 12;
  const put = (words: string, size: number, weight: 400 | 700) => {
    const set = type.set(words, text, { size, weight });
    type.draw(set, flow.left, flow.y, text);
    flow.space(set.height);
  };
  put(title, 20, 700);
  put(`${content.patch.number}　${content.patch.class.name}　${content.patch.state.name}`, 12, 700);
  put(`数据时点 ${timeOf(content.dataAt)}（北京时间）　${content.mark ?? ''}`, 9.5, 400);
  put(`内容指纹 ${contentSha256}`, 7.5, 400);
  drawQr(doc, qrTextOf(contentSha256), flow.left + flow.width - qrSide, top);
  flow.y = Math.max(flow.y, top + qrSide + 4);
}

function drawQr(doc: PDFKit.PDFDocument, text: string, x: number, y: number): void {
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  const side = qrSide / size;
  doc.rect(x, y, qrSide, qrSide).fill('#ffffff');
  data.forEach((row, down) => {
    row.forEach((dark, along) => {
      // A hair wider, so that no white seam shows between neighbours.
      if (dark) doc.rect(x + along * side, y + down * side, side + 0.05, side + 0.05);
    });
  });
  doc.fill('#000000');
}

/** 前后对照: one frame for both, so that they can be laid over each other. */
function setMaps({ content, before, now }: EvidenceReport, sheet: Sheet): void {
  const { doc, type, flow, size } = sheet;
  const height = size === page ? 262 : 400;
  flow.need(height + 110);
  section(flow, '二、范围图', []);
  const frame = mapFrame([...placesOf(content.firstOutline), ...placesOf(content.outline)], {
    width: flow.width,
    height,
  });
  const put = (caption: string, ground: EvidenceGround, rest: object) => {
    flow.paragraph(caption, { size: 9.5, weight: 700, leading: 1.7 }, height);
    const { left: x, y, width } = flow;
    drawMap(doc, type, { x, y, width, height, frame, ground, outline: content.outline, ...rest });
    flow.space(height + 4);
    if (ground.cutShort)
      flow.paragraph('注：图幅内要素过多，底图只画出一部分。', { size: 8, color: '#404040' });
  };
  put(`首次登记范围 · 底图：${before.title}`, before, { outline: content.firstOutline });
  put(`现状范围 · 底图：${now.title}`, now, { ghost: content.firstOutline });
  flow.need(70);
  flow.space(drawLegend(doc, type, { x: flow.left, y: flow.y, width: flow.width }, [before, now]) + 4);
}

function setPhotos({ content, now, pictures }: EvidenceReport, sheet: Sheet): void {
  const { doc, type, flow, size } = sheet;
  const { photos, outline } = content;
  section(flow, '六、现场照片', []);
  if (photos.length === 0) {
    flow.paragraph('没有照片。', { size: 9.5 });
    return;
  }
  const height = size === page ? 250 : 380;
  const places = placesOf(outline);
  const [lon, lat] = places[0] as [number, number];
  const near = photos.flatMap(({ fix }) =>
    fix && Math.abs(fix.lonLat[0] - lon) < farDegrees && Math.abs(fix.lonLat[1] - lat) < farDegrees
      ? [[...fix.lonLat]]
      : [],
  );
  const frame: MapFrame = mapFrame([...places, ...near], { width: flow.width, height });
  flow.paragraph(
    '拍摄位置图（数字为照片号，扇形为视场，虚线圈为定位精度）',
    { size: 9.5, weight: 700 },
    height + 10,
  );
  drawMap(doc, type, {
    ...{ x: flow.left, y: flow.y, width: flow.width, height, frame, ground: now, outline },
    photos: photos.filter(({ removed }) => removed === null),
  });
  flow.space(height + 6);
  const outside = photos.filter(({ fix }) => fix !== null).length - near.length;
  if (outside > 0)
    flow.paragraph(`注：${outside} 张照片的位置远离图斑，不在图幅内。`, { size: 8.5, color: '#404040' });
  for (const photo of photos) {
    const picture = pictures.find(({ number }) => number === photo.number);
    setPhoto(photoFacts(photo, picture?.note ?? ''), picture, sheet);
  }
}

function setPhoto(facts: Facts, picture: EvidencePicture | undefined, { doc, flow, size }: Sheet): void {
  const height = size === page ? 210 : 330;
  const shown = picture?.path ? opened(doc, picture.path) : null;
  flow.need((shown ? height : 0) + 130);
  if (shown) {
    doc.image(shown as unknown as string, flow.left, flow.y, { fit: [flow.width, height], align: 'center' });
    flow.space(height + 4);
  } else if (picture?.path) {
    flow.paragraph('（照片缺损或格式不支持，此处无法显示；原件在举证包中，未作改动。）', {
      size: 9,
      color: '#404040',
    });
  }
  flow.facts(facts);
}

/** null for what cannot be set; the page goes on without it. */
function opened(doc: PDFKit.PDFDocument, path: string): unknown {
  try {
    return (doc as unknown as { openImage(src: string): unknown }).openImage(path);
  } catch {
    return null;
  }
}

function placesOf({ coordinates }: { coordinates: Position[][][] }): Position[] {
  return coordinates.flat(2);
}

/** What stands on every page: title, 示意数据, the moment, the hash, the page's number. */
function setMargins({ content, contentSha256 }: EvidenceReport, { doc, type, flow, size }: Sheet): void {
  const { start, count } = doc.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    doc.switchToPage(start + index);
    const put = (text: string, y: number, align: 'left' | 'right', color: string, strong = false) => {
      const style = { size: 8.5, align, color, weight: strong ? 700 : 400 } as const;
      type.draw(type.set(text, flow.width, style), flow.left, y, flow.width);
    };
    put(`${title} ${content.patch.number}`, 38, 'left', '#595959');
    if (content.mark) put(content.mark, 38, 'right', '#c00000', true);
    for (const y of [53, size.height - 48]) {
      doc
        .moveTo(flow.left, y)
        .lineTo(flow.left + flow.width, y)
        .lineWidth(0.5)
        .strokeColor('#8c8c8c')
        .stroke();
    }
    const foot = `数据时点 ${timeOf(content.dataAt)}　${content.crs.geographic}　指纹 ${contentSha256.slice(0, 16)}…`;
    put(foot, size.height - 44, 'left', '#595959');
    put(`第 ${index + 1} 页 共 ${count} 页`, size.height - 44, 'right', '#595959');
  }
}
