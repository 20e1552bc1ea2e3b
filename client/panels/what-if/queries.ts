import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { useMoments } from '../../state/as-of.ts';

/** 情景清单: mine, shared with me, the demonstration's. */
export function useScenarios() {
  return useQuery({
    queryKey: ['scenarios'],
    queryFn: ({ signal }) => call('GET /api/scenarios', { signal }),
  });
}

/** 还可征转 of a region and year, from the dashboard. */
export function useRoom(region: string, year: number) {
  const moments = useMoments();
  return useQuery({
    queryKey: ['dashboard', region, year, moments],
    queryFn: ({ signal }) => call('GET /api/dashboard', { query: { region, year, ...moments }, signal }),
  });
}

/** Names of land classes (sandiao@2019), for the boxes that choose one. */
export function useLandClasses() {
  return useQuery({
    queryKey: ['code-list', 'sandiao@2019'],
    queryFn: async () => {
      const { loadCodeList } = await import('#core/vocabulary/lists/load.ts');
      return (await loadCodeList('sandiao@2019')) ?? null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}
