import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { useMoments } from '../../state/as-of.ts';

/** 指标看板 of a region; without a year the server chooses the usual one. Keeps the last figures while new ones come. */
export function useDashboard(region: string | undefined, year: number | undefined) {
  const moments = useMoments();
  return useQuery({
    queryKey: ['dashboard', region, year, moments],
    queryFn: ({ signal }) =>
      call('GET /api/dashboard', {
        query: { region: region!, ...(year === undefined ? {} : { year }), ...moments },
        signal,
      }),
    enabled: region !== undefined,
    placeholderData: keepPreviousData,
  });
}
