import { keepPreviousData, useMutation, useQueries, useQuery } from '@tanstack/react-query';
import { call } from '../../../api/call.ts';
import { dataChanged } from '../../../api/data-changed.ts';
import { deviceId } from '../send.ts';
import type { Coordinates } from './cut-pieces.ts';

export interface WantedPart {
  readonly coordinates: Coordinates;
  readonly patchClass: string;
}

const bodyOf = (parts: readonly WantedPart[]) =>
  parts.map(({ coordinates, patchClass }) => ({
    outline: { type: 'MultiPolygon' as const, coordinates },
    patchClass,
  }));

/** 预核拆分: numbers, areas and sum as the server will keep them; `version` is what of the patch they were cut from. Nothing is asked while it is done. */
export function useSplitPreview(
  uid: string,
  version: number | undefined,
  parts: readonly WantedPart[],
  asking: boolean,
) {
  return useQuery({
    queryKey: ['patches', 'split-preview', uid, version, parts.map(({ coordinates }) => coordinates)],
    queryFn: ({ signal }) =>
      call('POST /api/patches/{uid}/split/preview', {
        params: { uid },
        body: { parts: bodyOf(parts) },
        signal,
      }),
    enabled: asking && version !== undefined && parts.length > 1,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function useSplit(uid: string) {
  return useMutation({
    mutationFn: ({ parts, reason }: { readonly parts: readonly WantedPart[]; readonly reason: string }) =>
      call('POST /api/patches/{uid}/split', {
        params: { uid },
        body: { parts: bodyOf(parts), reason, device: deviceId() },
      }),
    onSuccess: () => void dataChanged(),
  });
}

/** Those that may be merged, with their outlines. */
export function useCandidates(uids: readonly string[]) {
  return useQueries({
    queries: uids.map((uid) => ({
      queryKey: ['patches', 'one', uid],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        call('GET /api/patches/{uid}', { params: { uid }, signal }),
    })),
  });
}

export function useMergePreview(uids: readonly string[], versions: readonly number[], asking: boolean) {
  return useQuery({
    queryKey: ['patches', 'merge-preview', uids, versions],
    queryFn: ({ signal }) => call('POST /api/patches/merge/preview', { body: { parts: [...uids] }, signal }),
    enabled: asking && uids.length > 1,
    retry: false,
  });
}

export function useMerge() {
  return useMutation({
    mutationFn: ({ uids, reason }: { readonly uids: readonly string[]; readonly reason: string }) =>
      call('POST /api/patches/merge', { body: { parts: [...uids], reason, device: deviceId() } }),
    onSuccess: () => void dataChanged(),
  });
}
