/** 筛选条件; empty text means any. */
export interface AuditFilters {
  /** Days, `2026-11-22`. */
  readonly from: string;
  readonly to: string;
  readonly person: string;
  readonly action: string;
  readonly layer: string;
  readonly outcome: '' | 'done' | 'refused';
}

export const noFilters: AuditFilters = { from: '', to: '', person: '', action: '', layer: '', outcome: '' };

/** The query of a request: only what was filled in. */
export function queryOf(filters: AuditFilters): Partial<{
  from: string;
  to: string;
  person: string;
  action: string;
  layer: string;
  outcome: 'done' | 'refused';
}> {
  const filled = Object.entries(filters)
    .map(([key, value]) => [key, value.trim()] as const)
    .filter(([, value]) => value !== '');
  return Object.fromEntries(filled);
}

/** Whether a first day lies after a last one. */
export function daysReversed({ from, to }: AuditFilters): boolean {
  return from !== '' && to !== '' && from > to;
}
