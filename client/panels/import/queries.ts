import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ImportChanges, ImportPreview, ImportResource, ImportState } from '#core/contract/imports.ts';
import { call } from '../../api/call.ts';
import { queryClient } from '../../api/query-client.ts';

const POLL_MILLISECONDS = 350;

function isWorking(state: ImportState): boolean {
  return state === 'reading' || state === 'committing';
}

/** 导入: asked again while the server works on it. */
export function useImportResource(id: string) {
  const query = useQuery({
    queryKey: ['import', id],
    queryFn: ({ signal }) => call('GET /api/imports/{id}', { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && isWorking(state.data.state) ? POLL_MILLISECONDS : false),
    staleTime: 0,
  });
  const state = query.data?.state;
  useEffect(() => {
    if (state === 'committed') dataChanged();
  }, [state]);
  return query;
}

/** The last preview there was, so that changing one setting does not blank the panel while the file is read again. */
export function useLastPreview(resource: ImportResource): ImportPreview | null {
  const last = useRef<ImportPreview | null>(null);
  if (resource.preview) last.current = resource.preview;
  return resource.preview ?? last.current;
}

export function useChangeImport(id: string) {
  return useMutation({
    mutationFn: (changes: ImportChanges) =>
      call('PATCH /api/imports/{id}', { params: { id }, body: changes }),
    onSuccess: (resource) => queryClient.setQueryData(['import', id], resource),
  });
}

export function useCommitImport(id: string) {
  return useMutation({
    mutationFn: (name: string) => call('POST /api/imports/{id}/commit', { params: { id }, body: { name } }),
    onSuccess: (resource) => queryClient.setQueryData(['import', id], resource),
  });
}

/** 导入批次, latest first. */
export function useImportBatches() {
  return useQuery({
    queryKey: ['import-batches'],
    queryFn: ({ signal }) => call('GET /api/import-batches', { signal }),
  });
}

export function useUndoBatch() {
  return useMutation({
    mutationFn: (id: number) => call('POST /api/import-batches/{id}/undo', { params: { id } }),
    onSuccess: dataChanged,
  });
}

/** Rows of a layer came or went: everything that was asked about data is asked again; new layer versions reload the tiles. */
function dataChanged(): void {
  void queryClient.invalidateQueries({
    predicate: ({ queryKey }) => queryKey[0] !== 'workspace' && queryKey[0] !== 'import',
  });
}
