import i18next from 'i18next';
import { ApiProblem } from '../../api/problem.ts';

/** What keeps something from being stored on this phone. */
export type StoreFault =
  | 'storage-full'
  | 'storage-failed'
  | 'not-read-back'
  | 'photo-empty'
  | 'photo-differs'
  | 'operation-changed';

/** 未能保存: told in the person's language; nothing of what was to be stored counts as saved. */
export class StoreProblem extends ApiProblem {
  readonly fault: StoreFault;

  constructor(fault: StoreFault, cause?: unknown) {
    const words = (part: string) => String(i18next.t(`store.${fault}.${part}`) ?? '');
    super(
      {
        type: `/problems/phone-${fault}`,
        status: fault === 'storage-full' ? 507 : 500,
        title: words('title'),
        detail: words('detail'),
        next: words('next'),
      },
      { cause },
    );
    this.fault = fault;
  }
}

/** Of whatever IndexedDB threw. */
export function storeProblem(cause: unknown): StoreProblem {
  if (cause instanceof StoreProblem) return cause;
  const name = (cause as { name?: unknown } | null)?.name;
  return new StoreProblem(name === 'QuotaExceededError' ? 'storage-full' : 'storage-failed', cause);
}
