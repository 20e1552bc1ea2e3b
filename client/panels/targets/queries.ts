import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import type { TargetRow } from '#core/contract/targets.ts';
import type { Region } from '#core/contract/workspace.ts';
import { call } from '../../api/call.ts';
import { useMoments } from '../../state/as-of.ts';
import type { OpenedNumber } from './opened-number.ts';
import { regionsUpwards } from './regions.ts';

/** Rows are asked for by themselves up to here; beyond it a person says so. */
const ROWS_LOADED_UNASKED = 20_000;
/** Small enough that reading one page never holds the browser up. */
const PAGE = 1000;

/**
 * 控制指标 of a region, of all years. A village has none of its own: then those of the nearest region above it that has some.
 *
 * @returns `region` is the one the targets belong to
 */
export function useTargets(code: string | undefined, regions: readonly Region[]) {
  const moments = useMoments();
  return useQuery({
    queryKey: ['targets', 'list', code, moments],
    queryFn: async ({ signal }) => {
      const upwards = regionsUpwards(code!, regions);
      for (const region of upwards) {
        const { targets } = await call('GET /api/targets', {
          query: { region: region.code, ...moments },
          signal,
        });
        if (targets.length > 0) return { region, targets };
      }
      return { region: upwards[0] ?? null, targets: [] };
    },
    enabled: code !== undefined && regions.length > 0,
  });
}

/** 打开数字: the rows behind a figure, page after page until `ROWS_LOADED_UNASKED`. */
export function useTargetRows({ id, region }: Pick<OpenedNumber, 'id' | 'region'>) {
  const moments = useMoments();
  const query = useInfiniteQuery({
    queryKey: ['targets', 'rows', id, region, moments],
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/targets/{id}/rows', {
        params: { id },
        query: { after: pageParam, limit: PAGE, ...(region ? { region } : {}), ...moments },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
  });
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query;
  const pages = useMemo(() => data?.pages.map((page) => page.rows) ?? [], [data]);
  const loaded = pages.reduce((sum, page) => sum + page.length, 0);
  const goesOn = hasNextPage && !isError && loaded < ROWS_LOADED_UNASKED;
  useEffect(() => {
    if (goesOn && !isFetching) void fetchNextPage();
  }, [goesOn, isFetching, fetchNextPage]);

  // The table and the map get the first page at once and the rest together: sorting and lighting for every page would stutter.
  const settled = useRef<readonly TargetRow[]>([]);
  const rows = useMemo(() => {
    if (!goesOn || pages.length <= 1) settled.current = pages.flat();
    return settled.current;
  }, [pages, goesOn]);
  return { ...query, pages, rows, first: data?.pages[0], complete: data !== undefined && !hasNextPage };
}

/** 谁动了这个数: from one moment to another, or to now. */
export function useMovement(id: number, from: string, to: string | null) {
  return useQuery({
    queryKey: ['targets', 'movement', id, from, to],
    queryFn: ({ signal }) =>
      call('GET /api/targets/{id}/movement', {
        params: { id },
        query: { from, ...(to === null ? {} : { to }) },
        signal,
      }),
    // "Now" moves on.
    staleTime: 0,
  });
}
