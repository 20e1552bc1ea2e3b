import { type Bilingual, Problem } from '#core/problem.ts';

/* 照片上传: why a piece of a photograph is not taken. The phone keeps the photograph whatever the answer is. */

const keep = {
  zh: '照片仍在手机上，可导出后交办公室处理。',
  en: 'The photograph stays on the phone; it can be exported and handed to the office.',
};

/** 断点不符: the next piece begins elsewhere; `received` says where. */
export function photoOffset(received: number): Problem {
  return new Problem({
    type: 'photo-offset',
    status: 409,
    title: { zh: '照片断点不符', en: 'The piece does not follow' },
    detail: {
      zh: `这张照片已收到 ${received} 字节，这一段不是从那里开始，未写入。`,
      en: `${received} bytes of this photograph are here; the piece begins elsewhere and was not written.`,
    },
    next: { zh: `从第 ${received} 字节继续上传。`, en: `Go on from byte ${received}.` },
    extra: { received },
  });
}

/** 照片变小: the file on the phone has become shorter than what is here; what is here stays. */
export function photoShrinks(total: number, received: number): Problem {
  return new Problem({
    type: 'photo-shrinks',
    status: 409,
    title: { zh: '照片变小，拒绝替换', en: 'The photograph has become smaller' },
    detail: {
      zh: `上报的照片长 ${total} 字节，服务器已收到同一照片的 ${received} 字节，未作替换。`,
      en: `It is said to have ${total} bytes, but ${received} bytes of the same photograph are here; nothing was replaced.`,
    },
    next: keep,
    extra: { received },
  });
}

/** 指纹不符: the whole does not have the hash that was announced. */
export function photoHashDiffers(announced: string, found: string): Problem {
  return new Problem({
    type: 'photo-hash-differs',
    status: 422,
    title: { zh: '照片内容与指纹不符', en: 'The photograph does not have its hash' },
    detail: {
      zh: `收到的内容指纹为 ${found.slice(0, 12)}…，登记的是 ${announced.slice(0, 12)}…，已收部分全部作废。`,
      en: `What came has the hash ${found.slice(0, 12)}…, announced was ${announced.slice(0, 12)}…; nothing of it was kept.`,
    },
    next: {
      zh: '请从头重新上传；若仍不符，照片在手机上可能已损坏，请导出后交办公室处理。',
      en: 'Send it from the beginning; if that does not help it may be damaged on the phone: export it for the office.',
    },
    place: { value: found },
  });
}

export function photoEmpty(): Problem {
  return new Problem({
    type: 'file-empty',
    status: 422,
    title: { zh: '照片为空', en: 'The photograph is empty' },
    detail: { zh: '这一段没有内容，未写入。', en: 'The piece has no bytes; nothing was written.' },
    next: keep,
  });
}

/** 类型不支持, by the bytes themselves. */
export function photoTypeRefused(): Problem {
  return new Problem({
    type: 'attachment-type-refused',
    status: 422,
    title: { zh: '不是可接受的照片', en: 'Not a photograph that is accepted' },
    detail: {
      zh: '内容不是 JPEG、PNG、WebP、HEIC 照片或 MP4 视频，没有保存。',
      en: 'Its content is no JPEG, PNG, WebP or HEIC picture and no MP4 video; it was not kept.',
    },
    next: {
      zh: '请用本系统的相机重新拍摄；类型按内容判断，改扩展名无效。',
      en: 'Take it again with the camera of this program; the content decides, not the name.',
    },
  });
}

export function photoTooLarge(limitBytes: number): Problem {
  const limit = Math.floor(limitBytes / 1048576);
  return tooLarge({
    zh: `一张照片或一段视频最多 ${limit} MB，没有保存。`,
    en: `A photograph or video may have ${limit} MB; it was not kept.`,
  });
}

export function pieceTooLarge(limitBytes: number): Problem {
  return tooLarge({
    zh: `一次最多上传 ${Math.floor(limitBytes / 1048576)} MB，这一段未写入。`,
    en: `A piece may have ${Math.floor(limitBytes / 1048576)} MB; this one was not written.`,
  });
}

function tooLarge(detail: Bilingual): Problem {
  return new Problem({
    type: 'upload-too-large',
    status: 413,
    title: { zh: '照片过大', en: 'The photograph is too large' },
    detail,
    next: keep,
  });
}

/** The phone went out of reach, or sent the same once more, in the middle of a piece. Nobody reads this answer; the bytes that came are kept. */
export function photoInterrupted(cause: unknown): Problem {
  return new Problem({
    type: 'upload-interrupted',
    status: 400,
    title: { zh: '上传中断', en: 'The upload was interrupted' },
    detail: { zh: '这一段没有收完，已收部分保留。', en: 'The piece was not complete; what came is kept.' },
    next: { zh: '网络恢复后从断点继续。', en: 'Go on from there when the network is back.' },
    cause,
  });
}

export function bytesExpected(): Problem {
  return new Problem({
    type: 'unsupported-media-type',
    status: 415,
    title: { zh: '内容类型不支持', en: 'Unsupported media type' },
    detail: {
      zh: '请求内容须为 application/octet-stream。',
      en: 'The body must be application/octet-stream.',
    },
    next: {
      zh: '请设置 Content-Type: application/octet-stream。',
      en: 'Send Content-Type: application/octet-stream.',
    },
  });
}
