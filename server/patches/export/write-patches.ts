import type { PatchExport } from '#server/patches/export/export-patches.ts';

/** 写文件: its writer is loaded when wanted. */
export async function writtenPatches(data: PatchExport): Promise<Uint8Array> {
  if (data.format === 'gpkg')
    return (await import('#server/patches/export/patches-gpkg.ts')).patchesGpkg(data);
  return (await import('#server/patches/export/patches-xlsx.ts')).patchesXlsx(data);
}
