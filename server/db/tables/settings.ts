import type { Queryable } from '#server/db/database.ts';

/** 工作区设置, as stored under the key `workspace`. */
export interface WorkspaceSetting {
  readonly demonstration: boolean;
  readonly region: string;
  readonly year: number;
  readonly title: { readonly zh: string; readonly en: string };
  readonly bounds: [number, number, number, number];
  readonly districtBox: [number, number, number, number];
}

/** A database that nobody has set up yet: empty, not a demonstration, the box of Tianjin. */
const unset: WorkspaceSetting = {
  demonstration: false,
  region: '120000',
  year: 2023,
  title: { zh: '耕界', en: 'Gengjie' },
  bounds: [116.7, 38.55, 118.07, 40.26],
  districtBox: [116.7, 38.55, 118.07, 40.26],
};

/** Reads the workspace setting; an empty database gives Tianjin's box and no demonstration. */
export async function workspaceSetting(db: Queryable): Promise<WorkspaceSetting> {
  const [row] = await db.query<{ value: Partial<WorkspaceSetting> }>(
    `select value from gengjie.settings where key = 'workspace'`,
  );
  return { ...unset, ...row?.value };
}
