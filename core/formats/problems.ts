import { Problem, type ProblemInit } from '#core/problem.ts';

type Rest = Pick<ProblemInit, 'place' | 'cause'> & { next?: ProblemInit['next'] };

/** 文件残缺: the file ends in the middle of a record. */
export function truncated(file: string, zh: string, en: string, row?: number): Problem {
  return new Problem({
    type: 'file-truncated',
    status: 422,
    title: { zh: '文件不完整', en: 'The file is cut short' },
    detail: { zh: `${file}：${zh}`, en: `${file}: ${en}` },
    next: {
      zh: '请重新从来源导出或复制该文件，确认传输完整后再导入。',
      en: 'Export or copy the file again from its source, make sure it arrived whole, then import it.',
    },
    place: row === undefined ? { file } : { file, row },
  });
}

/** 文件损坏: bytes that the format does not allow. */
export function broken(file: string, zh: string, en: string, rest: Rest = {}): Problem {
  return new Problem({
    type: 'file-broken',
    status: 422,
    title: { zh: '文件无法读取', en: 'The file cannot be read' },
    detail: { zh: `${file}：${zh}`, en: `${file}: ${en}` },
    next: rest.next ?? {
      zh: '请用原软件打开检查并重新导出。',
      en: 'Open the file in the program that made it, check it and export it again.',
    },
    place: { file, ...rest.place },
    cause: rest.cause,
  });
}

/** 空文件 or a file without a single row. */
export function emptyFile(file: string, zh: string, en: string): Problem {
  return new Problem({
    type: 'file-empty',
    status: 422,
    title: { zh: '文件为空', en: 'The file is empty' },
    detail: { zh: `${file}：${zh}`, en: `${file}: ${en}` },
    next: {
      zh: '请选择有内容的文件。',
      en: 'Choose a file with content.',
    },
    place: { file },
  });
}
