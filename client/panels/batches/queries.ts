import { useMutation, useQuery } from '@tanstack/react-query';
import type { BatchStep } from '#core/contract/batches.ts';
import { call } from '../../api/call.ts';
import { dataChanged } from '../../api/data-changed.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useWorkspace } from '../../api/queries.ts';
import { queryClient } from '../../api/query-client.ts';
import { useRegion } from '../../state/region.ts';

/** The region that the panel is about: the one chosen in the top bar, else the workspace's own. */
export function useShownRegion() {
  const workspace = useWorkspace();
  const chosen = useRegion((state) => state.code);
  const code = chosen ?? workspace.data?.region;
  const region = workspace.data?.regions.find((item) => item.code === code) ?? null;
  return { code, region, demonstration: workspace.data?.demonstration ?? false };
}

export function useBatches(region: string | undefined) {
  return useQuery({
    queryKey: ['batches', 'list', region],
    queryFn: ({ signal }) => call('GET /api/batches', { query: { region: region! }, signal }),
    enabled: region !== undefined,
  });
}

export function useBatch(id: number) {
  return useQuery({
    queryKey: ['batches', 'one', id],
    queryFn: ({ signal }) => call('GET /api/batches/{id}', { params: { id }, signal }),
    // The land under it may be changed by others at any time, and it is signed by what is shown here.
    staleTime: 0,
  });
}

export interface StepBody {
  readonly step: Exclude<BatchStep, 'planned'>;
  readonly happenedOn: string;
  readonly document?: string;
  readonly note?: string;
}

/** 办理: records a step on the version that is shown; afterwards every figure is asked for again. */
export function useRecordStep(id: number, versionId: number) {
  return useMutation({
    mutationFn: (body: StepBody) =>
      call('POST /api/batches/{id}/steps', { params: { id }, body: { ...body }, ifMatch: versionId }),
    onSuccess: async (batch) => {
      queryClient.setQueryData(['batches', 'one', id], batch);
      await dataChanged();
    },
    onError: (error) => {
      // What is true now is shown behind the refusal.
      if (error instanceof ApiProblem && error.body.status === 409) {
        void queryClient.invalidateQueries({ queryKey: ['batches'] });
      }
    },
  });
}

export function useBalance(region: string | undefined) {
  return useQuery({
    queryKey: ['balance', region],
    queryFn: ({ signal }) => call('GET /api/balance', { query: { region: region! }, signal }),
    enabled: region !== undefined,
  });
}

export interface EntryBody {
  readonly region: string;
  readonly acceptedOn: string;
  readonly document: string;
  readonly land?: number;
  readonly areaSquareMeters?: number;
  readonly projectNumber?: string;
  readonly note?: string;
  readonly reverses?: number;
}

export function useAddEntry() {
  return useMutation({
    mutationFn: (body: EntryBody) => call('POST /api/balance', { body: { ...body } }),
    onSuccess: () => dataChanged(),
  });
}

/** 耕地保有量下限 above a region: of its floors the one with the least in hand, with what is measured now. */
export function useFarmlandFloor(regionCode: string) {
  return useQuery({
    queryKey: ['targets', 'floor', regionCode],
    queryFn: async ({ signal }) => {
      for (const region of [
        ...new Set([regionCode, `${regionCode.slice(0, 9)}000`, regionCode.slice(0, 6)]),
      ]) {
        const { targets } = await call('GET /api/targets', { query: { region }, signal });
        const floors = targets.filter(
          ({ indicator, comparator, measured }) =>
            indicator === 'farmland_retention' && comparator === '>=' && measured !== null,
        );
        const tightest = floors.sort((a, b) => a.measured!.margin - b.measured!.margin)[0];
        if (tightest) return tightest;
      }
      return null;
    },
    staleTime: 0,
  });
}
