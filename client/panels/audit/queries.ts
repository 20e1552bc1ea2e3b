import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask, call } from '../../api/call.ts';
import { type AuditFilters, queryOf } from './filters.ts';

const PAGE = 200;

/** 审计日志, newest first; older pages come when the list nears its end. */
export function useAudit(filters: AuditFilters) {
  const query = useInfiniteQuery({
    queryKey: ['audit', filters],
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/audit', {
        query: { ...queryOf(filters), limit: PAGE, ...(pageParam ? { before: pageParam } : {}) },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });
  const entries = useMemo(() => query.data?.pages.flatMap((page) => page.entries) ?? [], [query.data]);
  return { ...query, entries, actions: query.data?.pages[0]?.actions ?? [] };
}

/** 校验审计链. */
export function useVerification() {
  return useMutation({ mutationFn: () => call('POST /api/audit/verification') });
}

/** 导出: the CSV of what the filters find, as a file of the name the server gives. */
export function useAuditExport() {
  return useMutation({
    mutationFn: async (filters: AuditFilters) => {
      const search = new URLSearchParams(queryOf(filters));
      const response = await ask(`/api/audit/export?${search}`, {});
      return { blob: await response.blob(), name: nameIn(response) ?? 'audit-log.csv' };
    },
    onSuccess: ({ blob, name }) => {
      const url = URL.createObjectURL(blob);
      const anchor = document.createElement('a');
      anchor.href = url;
      anchor.download = name;
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(url), 0);
    },
  });
}

function nameIn(response: Response): string | null {
  const header = response.headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  return encoded ? decodeURIComponent(encoded) : (/filename="([^"]+)"/.exec(header)?.[1] ?? null);
}
