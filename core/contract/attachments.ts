import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { layerIdSchema } from '#core/contract/shared.ts';

/** 附件类型: what is kept and served; found by looking at the bytes, never by the name. */
export const ATTACHMENT_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'application/pdf',
  'video/mp4',
] as const;

export const attachmentSchema = z.object({
  id: z.number().int(),
  fileName: z.string(),
  mediaType: z.enum(ATTACHMENT_TYPES),
  byteCount: z.number().int(),
  /** Names the bytes; the same photograph on two features has one. */
  sha256: z.string(),
  recordedAt: z.string(),
  /** null when nobody signed in added it. */
  recordedBy: z.string().nullable(),
  /** Address of the bytes. */
  url: z.string(),
});

const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const params = z.object({ layer: layerIdSchema, id });

/** 附件清单 of a feature, oldest first. */
export const getAttachments = endpoint({
  method: 'GET',
  path: '/api/layers/{layer}/features/{id}/attachments',
  tag: 'attachments',
  summary: { zh: '要素的附件清单', en: 'Attachments of a feature' },
  params,
  response: z.object({ attachments: z.array(attachmentSchema) }),
  problems: { 404: ['feature-not-found'] },
});

/** 添加附件: photographs and papers for a feature. All of them are kept or none; a file that hangs there already stays once. */
export const addAttachments = endpoint({
  method: 'POST',
  path: '/api/layers/{layer}/features/{id}/attachments',
  tag: 'attachments',
  transaction: 'none',
  summary: {
    zh: '为要素添加附件（照片、PDF、视频）',
    en: 'Attach photographs, PDF or video to a feature',
  },
  params,
  form: z.object({ files: z.array(z.string().meta({ format: 'binary' })).min(1) }),
  status: 201,
  /** The files of this request, in its order. */
  response: z.object({ attachments: z.array(attachmentSchema) }),
  problems: {
    403: ['not-allowed'],
    404: ['feature-not-found'],
    413: ['upload-too-large'],
    415: ['unsupported-media-type'],
    422: ['upload-without-file', 'file-empty', 'attachment-type-refused'],
  },
});

/** 附件内容. Its type is one of the list; images may be shown, everything else is saved. */
export const getAttachment = endpoint({
  method: 'GET',
  path: '/api/attachments/{id}',
  tag: 'attachments',
  // The bytes are read through before they are sent; no transaction waits for that.
  transaction: 'none',
  summary: { zh: '附件内容', en: 'Bytes of an attachment' },
  params: z.object({ id }),
  produces: ATTACHMENT_TYPES,
  response: z.string(),
  problems: { 404: ['not-found'], 500: ['attachment-damaged'] },
});

export type Attachment = z.infer<typeof attachmentSchema>;
export type AttachmentType = (typeof ATTACHMENT_TYPES)[number];
