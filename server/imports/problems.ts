import { randomUUID } from 'node:crypto';
import type { ImportState } from '#core/contract/imports.ts';
import { type Bilingual, Problem } from '#core/problem.ts';

interface Import {
  readonly id: string;
  readonly state: ImportState;
  readonly batchId: number | null;
}

const stateNames: Readonly<Record<ImportState, Bilingual>> = {
  reading: { zh: '正在读取', en: 'being read' },
  preview: { zh: '待确认', en: 'waiting for your answer' },
  committing: { zh: '正在入库', en: 'being stored' },
  committed: { zh: '已入库', en: 'stored' },
  failed: { zh: '已失败', en: 'failed' },
  cancelled: { zh: '已取消', en: 'cancelled' },
};

export function importNotFound(id: string): Problem {
  return new Problem({
    type: 'import-not-found',
    status: 404,
    title: { zh: '没有这个导入', en: 'No such import' },
    detail: {
      zh: `导入 ${id} 不存在，或服务器已重新启动。`,
      en: `Import ${id} does not exist, or the server was restarted.`,
    },
    next: { zh: '请重新上传文件。', en: 'Upload the file again.' },
    place: { value: id },
  });
}

export function notChangeable({ id, state }: Import): Problem {
  return inState('import-not-changeable', id, state, {
    zh: '只有读取中、待确认或失败的导入可以更改设置',
    en: 'Settings can be changed while it is read, waits for your answer or has failed',
  });
}

export function notReady({ id, state }: Import): Problem {
  return inState('import-not-ready', id, state, {
    zh: '请等预览完成后再入库',
    en: 'Wait for the preview, then store it',
  });
}

export function committed({ id, state, batchId }: Import): Problem {
  return inState('import-committed', id, state, {
    zh: `已存为批次 ${batchId}，如需撤回请撤销该批次`,
    en: `It is batch ${batchId} now: undo the batch instead`,
  });
}

function inState(type: string, id: string, state: ImportState, next: Bilingual): Problem {
  const name = stateNames[state];
  return new Problem({
    type,
    status: 409,
    title: { zh: '此刻不能这样做', en: 'Not possible right now' },
    detail: { zh: `该导入${name.zh}。`, en: `This import is ${name.en}.` },
    next: { zh: `${next.zh}。`, en: `${next.en}.` },
    place: { value: id },
  });
}

/** A bug of ours while an import ran: logged with a number that the person sees. */
export function unexpected({ id }: Import, error: unknown): Problem {
  const number = randomUUID();
  console.error(`[${number}] import ${id}`, error);
  return new Problem({
    type: 'internal-error',
    status: 500,
    title: { zh: '服务器内部错误', en: 'Internal server error' },
    detail: {
      zh: `导入时服务器出错（编号 ${number}），没有保存任何数据。`,
      en: `The server failed during the import (id ${number}); nothing was stored.`,
    },
    next: {
      zh: '请重试；若仍出现，请把编号告诉管理员。',
      en: 'Try again; if it stays, give the id to the administrator.',
    },
    cause: error,
  });
}
