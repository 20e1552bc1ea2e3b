import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Bounds, LonLat } from '#core/contract/shared.ts';
import { isPast, useMoments } from '../state/as-of.ts';
import type { FeatureRef } from '../state/link.ts';
import { usePreferences } from '../state/preferences.ts';
import { call } from './call.ts';

/** 工作区: what the map opens with. */
export function useWorkspace() {
  return useQuery({
    queryKey: ['workspace'],
    queryFn: ({ signal }) => call('GET /api/workspace', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** 图层清单; asked again after every change of data (`queryClient.invalidateQueries({ queryKey: ['layers'] })`). */
export function useLayerSummaries() {
  return useQuery({
    queryKey: ['layers'],
    queryFn: ({ signal }) => call('GET /api/layers', { signal }),
    refetchInterval: 300_000,
    refetchOnWindowFocus: true,
  });
}

/** 视野内统计 of the layers that are on; keeps the last figures while new ones come. Of the past there are none. */
export function useLayersInView(bounds: Bounds | null, layers: readonly string[]) {
  const past = isPast(useMoments());
  const bbox = bounds?.map((value) => value.toFixed(6)).join(',') ?? '';
  const ids = layers.join(',');
  return useQuery({
    queryKey: ['layers-in-view', bbox, ids],
    queryFn: ({ signal }) => call('GET /api/layers-in-view', { query: { bbox, layers: ids }, signal }),
    enabled: bounds !== null && ids !== '' && !past,
    ...(past ? {} : { placeholderData: keepPreviousData }),
    gcTime: 10_000,
  });
}

/** 点查, as of the moment that is shown. */
export function useIdentify(lonLat: LonLat | null) {
  const moments = useMoments();
  return useQuery({
    queryKey: ['identify', lonLat, moments],
    queryFn: ({ signal }) =>
      call('GET /api/identify', { query: { lng: lonLat![0], lat: lonLat![1], ...moments }, signal }),
    enabled: lonLat !== null,
  });
}

/** 要素 with its geometry, as of the moment that is shown. */
export function useFeature(ref: FeatureRef | null) {
  const moments = useMoments();
  return useQuery({
    queryKey: ['feature', ref?.layer, ref?.id, moments],
    queryFn: ({ signal }) =>
      call('GET /api/layers/{layer}/features/{id}', { params: ref!, query: moments, signal }),
    enabled: ref !== null,
  });
}

/** 套合 of a feature with every layer that reports shares; only of today. */
export function useFeatureOverlay(ref: FeatureRef | null) {
  return useQuery({
    queryKey: ['overlay', ref?.layer, ref?.id],
    queryFn: ({ signal }) => call('GET /api/layers/{layer}/features/{id}/overlay', { params: ref!, signal }),
    enabled: ref !== null,
  });
}

/** 检索; the language is part of the key because region details come in it. */
export function useSearch(text: string) {
  const language = usePreferences((state) => state.language);
  return useQuery({
    queryKey: ['search', language, text],
    queryFn: ({ signal }) => call('GET /api/search', { query: { q: text }, signal }),
    enabled: text.length > 0,
    placeholderData: keepPreviousData,
  });
}
