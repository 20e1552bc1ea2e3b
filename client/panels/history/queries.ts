import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import type { ResponseOf } from '../../api/endpoints.ts';
import type { FeatureRef } from '../../state/link.ts';

export type HistoryVersion = ResponseOf<'GET /api/layers/{layer}/features/{id}/history'>['versions'][number];

/** 全部版本 of a feature, also of one that has ended. */
export function useHistory(ref: FeatureRef, wanted = true) {
  return useQuery({
    queryKey: ['history', ref.layer, ref.id],
    queryFn: ({ signal }) => call('GET /api/layers/{layer}/features/{id}/history', { params: ref, signal }),
    staleTime: 0,
    enabled: wanted,
  });
}

/** 一个版本 with its geometry; a version never changes. */
export function useVersion(ref: FeatureRef, versionId: number | null) {
  return useQuery({
    queryKey: ['version', ref.layer, ref.id, versionId],
    queryFn: ({ signal }) =>
      call('GET /api/layers/{layer}/features/{id}/versions/{versionId}', {
        params: { ...ref, versionId: versionId! },
        signal,
      }),
    enabled: versionId !== null,
  });
}
