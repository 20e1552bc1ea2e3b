import { Problem } from '#core/problem.ts';

/** 附件类型不支持. */
export function attachmentTypeRefused(file: string): Problem {
  return new Problem({
    type: 'attachment-type-refused',
    status: 422,
    title: { zh: '附件类型不支持', en: 'The type of the file is not accepted' },
    detail: {
      zh: `${file}：内容不是 JPEG、PNG、WebP、HEIC、PDF 或 MP4，没有保存任何文件。`,
      en: `${file}: its content is not JPEG, PNG, WebP, HEIC, PDF or MP4; no file was kept.`,
    },
    next: {
      zh: '请转换为上述格式后再添加；类型按文件内容判断，改扩展名无效。',
      en: 'Convert it to one of these; the content decides, not the ending of the name.',
    },
    place: { file: file.slice(0, 255) },
  });
}

/** 附件已损坏: the bytes on disk are not those that were added. */
export function attachmentDamaged(file: string, fault: 'missing' | 'altered'): Problem {
  const missing = fault === 'missing';
  return new Problem({
    type: 'attachment-damaged',
    status: 500,
    title: { zh: '附件已损坏', en: 'The attachment is damaged' },
    detail: {
      zh: `${file}：服务器磁盘上的文件${missing ? '缺失' : '与添加时不同'}，未予提供。`,
      en: `${file}: the file on the server's disk ${missing ? 'is missing' : 'is not the one that was added'}; it is not served.`,
    },
    next: {
      zh: '请管理员从备份恢复该文件，或重新添加同一文件。',
      en: 'Let the administrator restore it from a backup, or add the same file again.',
    },
    place: { file: file.slice(0, 255) },
  });
}
