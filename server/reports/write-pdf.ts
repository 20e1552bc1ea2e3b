import PDFDocument from 'pdfkit';
import type { Report } from '#core/reports/report.ts';
import { codeOf } from '#server/reports/pdf/fonts.ts';
import { PageFlow, page, textWidth } from '#server/reports/pdf/sheet.ts';
import { Typesetter } from '#server/reports/pdf/typesetter.ts';

/** PDF of a report, A4 upright; its text can be searched and copied, its fonts are subsets of those shipped with the product. */
export async function writePdf(report: Report): Promise<Uint8Array> {
  const time = new Date(report.time);
  const doc = new PDFDocument({
    size: 'A4',
    // The flow keeps its own margins; with pdfkit's it would begin pages of its own.
    margin: 0,
    bufferPages: true,
    lang: 'zh-CN',
    displayTitle: true,
    info: { Title: report.title, Author: '耕界', CreationDate: time, ModDate: time },
  });
  const pieces: Buffer[] = [];
  doc.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  const type = new Typesetter(doc);
  setReport(report, new PageFlow(doc, type), type);
  setMargins(report, doc, type);
  doc.end();
  await ended;
  return Buffer.concat(pieces);
}

function setReport(report: Report, flow: PageFlow, type: Typesetter): void {
  flow.space(6);
  flow.paragraph(report.title, { size: 20, weight: 700, align: 'center' });
  flow.paragraph(report.subtitle, { size: 11, align: 'center' });
  flow.space(10);
  flow.facts(report.head);
  for (const { title, blocks } of report.sections) {
    flow.space(10);
    flow.paragraph(title, { size: 13, weight: 700, leading: 1.8 }, 70);
    for (const block of blocks) {
      if (block.kind === 'table') flow.table(block);
      else if (block.kind === 'facts') flow.facts(block);
      else
        flow.paragraph(block.text, { size: 10, weight: block.strong ? 700 : 400, indent: 2, leading: 1.6 });
    }
  }
  const { missing } = type.fonts;
  if (missing.size > 0) {
    const codes = [...missing].map(codeOf).join('、');
    flow.paragraph(`注：字库中没有下列字符，文中以其编码代替：${codes}。`, { size: 8.5 });
  }
  flow.signatures(report.signatures);
}

/** What stands on every page: title, 示意数据, the moments, the page's number. */
function setMargins(report: Report, doc: PDFKit.PDFDocument, type: Typesetter): void {
  const { start, count } = doc.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    doc.switchToPage(start + index);
    const put = (
      text: string,
      y: number,
      align: 'left' | 'right' | 'center',
      color: string,
      strong = false,
    ) => {
      const style = { size: 8.5, align, color, weight: strong ? 700 : 400 } as const;
      type.draw(type.set(text, textWidth, style), page.side, y, textWidth);
    };
    put(report.title, 38, 'left', '#595959');
    if (report.mark) put(report.mark, 38, 'right', '#c00000', true);
    rule(doc, 53);
    rule(doc, page.height - 48);
    put(report.foot, page.height - 44, 'left', '#595959');
    put(`第 ${index + 1} 页 共 ${count} 页`, page.height - 44, 'right', '#595959');
  }
}

function rule(doc: PDFKit.PDFDocument, y: number): void {
  doc
    .moveTo(page.side, y)
    .lineTo(page.side + textWidth, y)
    .lineWidth(0.5)
    .strokeColor('#8c8c8c')
    .stroke();
}
