import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import type { Bounds, PolygonalGeometry } from '#core/contract/shared.ts';
import { call } from '../../api/call.ts';
import type { Filters, PatchQuery } from './filters.ts';
import type { OfficeAct } from './make-operation.ts';
import { patchesChanged, sendOrThrow } from './send.ts';

/** 台账 page by page; the total is of all that meet the conditions. */
export function usePatches(query: PatchQuery, sort: Filters['sort'], bounds: Bounds | null = null) {
  const bbox = bounds?.map((value) => value.toFixed(6)).join(',');
  return useInfiniteQuery({
    queryKey: ['patches', 'list', query, sort, bbox],
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/patches', {
        query: { ...query, sort, limit: 100, after: pageParam, ...(bbox ? { bbox } : {}) } as never,
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    enabled: query.region !== undefined,
  });
}

export function usePatch(uid: string) {
  return useQuery({
    queryKey: ['patches', 'one', uid],
    queryFn: ({ signal }) => call('GET /api/patches/{uid}', { params: { uid }, signal }),
    // It is decided by what is shown here.
    staleTime: 0,
  });
}

export type By = 'class' | 'town' | 'village' | 'month' | 'state' | 'assignee' | 'register' | 'light';
export type Across = 'class' | 'state' | 'register' | 'light';

export function useStatistics(query: PatchQuery, by: By, across?: Across) {
  return useQuery({
    queryKey: ['patches', 'statistics', query, by, across],
    queryFn: ({ signal }) =>
      call('GET /api/patches/statistics', {
        query: { ...query, by, ...(across ? { across } : {}) } as never,
        signal,
      }),
    placeholderData: keepPreviousData,
    enabled: query.region !== undefined,
  });
}

export function usePieces(query: PatchQuery, layer: 'land_parcels' | 'permanent_farmland') {
  return useInfiniteQuery({
    queryKey: ['patches', 'pieces', query, layer],
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/patches/pieces', { query: { ...query, layer, after: pageParam } as never, signal }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    enabled: query.region !== undefined,
  });
}

export function useCrews(region: string | undefined) {
  return useQuery({
    queryKey: ['crews', region],
    queryFn: ({ signal }) => call('GET /api/crews', { query: region ? { region } : {}, signal }),
    enabled: region !== undefined,
  });
}

export function useDuty(region: string | undefined, quarter: string) {
  return useQuery({
    queryKey: ['patrols', region, quarter],
    queryFn: ({ signal }) => call('GET /api/patrols', { query: { region: region!, quarter }, signal }),
    enabled: region !== undefined,
    placeholderData: keepPreviousData,
  });
}

/** 办理 one patch: done when the server has given its receipt, and what is shown afterwards is what it keeps. */
export function useAct() {
  return useMutation({ mutationFn: (acts: readonly OfficeAct[]) => sendOrThrow(acts) });
}

export function useOverlayNow(uid: string) {
  return useMutation({
    mutationFn: () => call('POST /api/patches/{uid}/overlay', { params: { uid }, body: {} }),
    onSuccess: () => patchesChanged(),
  });
}

/** 圈选. */
export function pickInside(shape: PolygonalGeometry, region: string | undefined) {
  return call('POST /api/patches/pick', { body: { shape, ...(region ? { region } : {}) } });
}
