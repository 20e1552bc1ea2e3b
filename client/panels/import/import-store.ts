import { create } from 'zustand';
import { catalog } from '#core/catalog/index.ts';
import type { LayerDefinition, LayerId } from '#core/catalog/types.ts';
import type { ImportResource } from '#core/contract/imports.ts';
import { call } from '../../api/call.ts';
import { queryClient } from '../../api/query-client.ts';
import { usePanels } from '../../state/panels.ts';
import { upload } from './upload.ts';

/** Layers that people may load files into. */
export const importableLayers: readonly LayerDefinition[] = catalog.filter((layer) => layer.importable);

interface ImportState {
  /** Layer of the next upload. */
  readonly layer: LayerId;
  /** Running upload: how much has been sent, 0…1. */
  readonly uploading: { readonly names: readonly string[]; readonly share: number } | null;
  /** The server's import that is open. */
  readonly id: string | null;
  /** Why the upload was refused. */
  readonly error: unknown;
}

/** 当前导入; outside the panel, so that an upload survives a look at another panel. */
export const useImport = create<ImportState>()(() => ({
  layer: 'land_parcels',
  uploading: null,
  id: null,
  error: null,
}));

let stop: AbortController | null = null;

/** Uploads the files for the chosen layer; an import that is still open is given up first. */
export async function startImport(files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  usePanels.getState().open('import');
  await leaveImport();
  const own = new AbortController();
  stop = own;
  const names = files.map((file) => file.name);
  useImport.setState({ uploading: { names, share: 0 }, error: null });
  try {
    const { layer } = useImport.getState();
    const created = await upload(
      files,
      layer,
      (share) => stop === own && useImport.setState({ uploading: { names, share } }),
      own.signal,
    );
    queryClient.setQueryData(['import', created.id], created);
    if (stop === own) useImport.setState({ id: created.id, uploading: null });
    else void call('DELETE /api/imports/{id}', { params: { id: created.id } }).catch(() => undefined);
  } catch (error) {
    if (stop === own) useImport.setState({ uploading: null, error: own.signal.aborted ? null : error });
  }
}

/** Back to the empty form. What was uploaded and not stored leaves no trace; what was stored stays. */
export async function leaveImport(): Promise<void> {
  stop?.abort(new DOMException('given up', 'AbortError'));
  stop = null;
  const { id } = useImport.getState();
  useImport.setState({ id: null, uploading: null, error: null });
  if (id === null) return;
  const state = queryClient.getQueryData<ImportResource>(['import', id])?.state;
  // An import that ended, by being stored or not, leaves nothing to give up; one that ends meanwhile refuses, which is as good.
  if (state === 'reading' || state === 'preview' || state === 'committing')
    await call('DELETE /api/imports/{id}', { params: { id } }).catch(() => undefined);
  queryClient.removeQueries({ queryKey: ['import', id] });
}
