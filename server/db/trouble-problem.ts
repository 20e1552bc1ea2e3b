import { type Bilingual, Problem } from '#core/problem.ts';
import { type Trouble, troubleOf } from './errors.ts';

/**
 * 数据库故障 → 问题: the Problem for a database that is away, overloaded or out of disk (`database-unavailable`, `database-busy`,
 * 503; `storage-full`, 507), or `undefined` when the error is about the statement itself.
 */
export function troubleProblem(error: unknown): Problem | undefined {
  const trouble = troubleOf(error);
  return trouble && new Problem({ ...problems[trouble], cause: error });
}

interface Words {
  readonly type: string;
  readonly status: number;
  readonly title: Bilingual;
  readonly detail: Bilingual;
  readonly next: Bilingual;
}

const problems: Readonly<Record<Trouble, Words>> = {
  unavailable: {
    type: 'database-unavailable',
    status: 503,
    title: { zh: '数据库不可用', en: 'Database unavailable' },
    detail: {
      zh: '服务器此刻连不上数据库，正在自动重连。',
      en: 'The server cannot reach the database right now; it reconnects by itself.',
    },
    // A connection that breaks at the very end of a write leaves open whether it was stored.
    next: {
      zh: '稍候重试；若刚才正在保存，请先刷新，确认是否已保存。若持续不可用，请检查数据库服务。',
      en: 'Try again in a moment; if something was being saved, reload first and see whether it was. If this stays, check the database service.',
    },
  },
  busy: {
    type: 'database-busy',
    status: 503,
    title: { zh: '数据库繁忙', en: 'Database busy' },
    detail: {
      zh: '该操作未能在时限内完成，已停止，数据未改变。',
      en: 'This could not be finished in its time and was stopped; nothing was changed.',
    },
    next: { zh: '稍候重试，或缩小范围。', en: 'Try again in a moment, or with a smaller area.' },
  },
  'storage-full': {
    type: 'storage-full',
    status: 507,
    title: { zh: '存储空间已满', en: 'Storage is full' },
    detail: {
      zh: '服务器磁盘空间不足，没有保存任何数据。',
      en: 'The disk of the server is full; nothing was stored.',
    },
    next: {
      zh: '请管理员清理或扩充磁盘，然后重试。',
      en: 'Let the administrator free or add disk space, then try again.',
    },
  },
};
