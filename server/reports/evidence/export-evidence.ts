import { createHash } from 'node:crypto';
import type { Json } from '#core/evidence/canonical.ts';
import { hashOfJson } from '#core/evidence/canonical.ts';
import { type EvidenceContent, evidenceContent } from '#core/evidence/content.ts';
import { type EvidenceFile, manifestText, sealedManifest } from '#core/evidence/manifest.ts';
import type { AttachmentStore } from '#server/attachments/store.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { FileAnswer } from '#server/http/file-answer.ts';
import type { Exporter } from '#server/operations/export-data.ts';
import { checkedPhotos, collectEvidence } from '#server/reports/evidence/collect-evidence.ts';
import type { EvidencePicture } from '#server/reports/evidence/drawing.ts';
import { packOf } from '#server/reports/evidence/pack.ts';
import { inWritingThread } from '#server/reports/writing-thread.ts';

export interface EvidenceWish {
  readonly uid: string;
  readonly format: 'pdf' | 'json' | 'zip';
  readonly paper: 'a4' | 'a3';
}

type Checked = Awaited<ReturnType<typeof checkedPhotos>>;

/** Pictures of one report together; beyond, the rest is in the pack only. */
const mostPictureBytes = 60e6;
const mostJpegBytes = 12e6;
/** A PNG is unpacked to be set. */
const mostPngBytes = 2e6;

/**
 * 导出举证包: report and manifest of what the office knows of a patch, and with `zip` its photographs, each compared with its hash on the way. As long as
 * nothing of the patch and its ground changes the same bytes come out, so that a PDF and a JSON asked for apart belong together.
 *
 * @throws Problem `not-allowed`, `patch-not-found`, `attachment-damaged`
 */
export async function exportEvidence(
  { actor, run }: Exporter,
  { uid, format, paper }: EvidenceWish,
  store: AttachmentStore,
): Promise<FileAnswer> {
  const collected = await run((tx) => collectEvidence(tx, actor, uid));
  const photos = await checkedPhotos(store, collected.receipts);
  const content = evidenceContent({ ...collected, received: photos });
  const contentSha256 = hashOfJson(content as unknown as Json);
  // Before the first byte; what is exported can be told by this hash from what somebody made up.
  await run(
    (tx) =>
      recordAct(tx, {
        action: 'export.evidence',
        layer: 'patches',
        subject: collected.view.id,
        regionCode: collected.view.regionCode,
        detail: { uid, format, paper, contentSha256, photos: photos.size },
      }),
    { write: true },
  );
  const pdf = await inWritingThread(new URL('./writing-worker.ts', import.meta.url), {
    report: {
      content,
      contentSha256,
      paper,
      before: collected.before,
      now: collected.now,
      pictures: picturesOf(content, photos, store),
    },
  });
  const name = [content.mark, '举证包', content.patch.number].filter(Boolean).join('_');
  if (format === 'pdf') {
    return new FileAnswer(`${name}.pdf`, 'application/pdf', [pdf], { byteCount: pdf.byteLength });
  }
  const report: EvidenceFile = {
    name: 'report.pdf',
    role: 'report',
    byteCount: pdf.byteLength,
    mediaType: 'application/pdf',
    sha256: createHash('sha256').update(pdf).digest('hex'),
  };
  const files = photoFiles(content, photos);
  const manifest = Buffer.from(manifestText(sealedManifest(content as unknown as Json, [report, ...files])));
  if (format === 'json') {
    return new FileAnswer(`${name}.json`, 'application/json', [manifest], { byteCount: manifest.length });
  }
  const made = new Date(content.dataAt);
  return new FileAnswer(`${name}.zip`, 'application/zip', packOf(store, { manifest, pdf, files, made }));
}

/** Originals and stamped copies under their names; the same bytes taken twice are packed twice, since both photographs name them. */
function photoFiles({ photos }: EvidenceContent, checked: Checked): EvidenceFile[] {
  const file = (name: string | null, sha256: string, role: EvidenceFile['role']): EvidenceFile[] => {
    const there = checked.get(sha256);
    if (!there || name === null) return [];
    return [{ name, role, byteCount: there.byteCount, mediaType: there.mediaType, sha256 }];
  };
  return photos.flatMap((photo) => [
    ...file(photo.file, photo.sha256, 'photo'),
    ...(photo.stamped ? file(photo.stampedFile, photo.stamped.sha256, 'photo-stamped') : []),
  ]);
}

/** What is shown of each photograph: the stamped copy, or else the original, where its type can be set. */
function picturesOf(
  { photos }: EvidenceContent,
  checked: Checked,
  store: AttachmentStore,
): EvidencePicture[] {
  let left = mostPictureBytes;
  return photos.map(({ number, sha256, stamped, file, fault }): EvidencePicture => {
    const choices = [
      ...(stamped ? [{ sha256: stamped.sha256, note: '图为水印件' }] : []),
      { sha256, note: '图为原件' },
    ];
    const damage = fault === null ? '' : fault === 'cut-short' ? '；原件不完整' : '；原件无法解析';
    if (file === null && !choices.some((choice) => checked.has(choice.sha256)))
      return { number, path: null, note: '照片尚未传到服务器' };
    for (const choice of choices) {
      const there = checked.get(choice.sha256);
      const most = there?.mediaType === 'image/jpeg' ? mostJpegBytes : mostPngBytes;
      const canBeSet =
        there && ['image/jpeg', 'image/png'].includes(there.mediaType) && there.byteCount <= most;
      if (!canBeSet || there.byteCount > left) continue;
      left -= there.byteCount;
      return { number, path: store.pathOf(choice.sha256), note: `${choice.note}${damage}` };
    }
    return {
      number,
      path: null,
      note: `${kindOf(checked.get(sha256)?.mediaType)}，此处不显示，见举证包${damage}`,
    };
  });
}

function kindOf(mediaType: string | undefined): string {
  if (mediaType?.startsWith('video/')) return '视频';
  return mediaType === 'image/heic' ? 'HEIC 照片' : '照片较大或格式特殊';
}
