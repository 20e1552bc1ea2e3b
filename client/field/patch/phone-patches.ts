import type { MultiPolygon } from 'geojson';
import { useEffect, useMemo, useState } from 'react';
import { create } from 'zustand';
import type { PatchOperation, PhotoFacts, Uuid } from '#core/patches/operation.ts';
import { instantOf, type PatchPhoto } from '#core/patches/reduce.ts';
import { useFieldSession } from '../app/session.ts';
import {
  fieldStore,
  outlinesOnPhone,
  type PatchDetail,
  type PatchOnPhone,
  patchesOnPhone,
  patchOnPhone,
  photoBlob,
  type StoreChange,
  subscribe,
  thumbnail,
} from '../store/db.ts';

/** Whether a change of the store may be one of a patch. */
const ofPatches = (change: StoreChange) => change !== 'drafts' && change !== 'keep';

/** One line of the list. */
export type TaskRow = PatchOnPhone;

/** 图斑 as its screen shows it. */
export interface PhonePatch extends PatchDetail {
  readonly outline: MultiPolygon | null;
  readonly patchClass: string;
  readonly location: string | null;
  /** Why the office sent it back, while it is back. */
  readonly returnReason: string | null;
  /** Operations and photographs that the office does not have yet. */
  readonly unsent: ReadonlySet<Uuid>;
}

interface PhonePatchesState {
  readonly patches: readonly TaskRow[];
  readonly loaded: boolean;
}

const usePatchList = create<PhonePatchesState>()(() => ({ patches: [], loaded: false }));

/** Many changes come together: the list is read once for them. */
const CALM_MS = 120;
let watching = false;
let timer: ReturnType<typeof setTimeout> | undefined;

async function readList(): Promise<void> {
  const person = useFieldSession.getState().person?.id;
  if (!person) return;
  const patches = await patchesOnPhone(person);
  outlines = null;
  usePatchList.setState({ patches, loaded: true });
}

function followList(): void {
  if (watching) return;
  watching = true;
  void readList().catch(() => usePatchList.setState({ loaded: true }));
  subscribe((change) => {
    if (ofPatches(change)) {
      ahead.clear();
      changes += 1;
    }
    if (change !== 'patches' && change !== 'operations') return;
    clearTimeout(timer);
    timer = setTimeout(() => void readList().catch(() => undefined), CALM_MS);
  });
}

// Ten thousand patches are on their way before the first screen is.
if (useFieldSession.getState().person) followList();
else useFieldSession.subscribe(({ person }) => person && followList());

/** 本机图斑, all of them; read from the phone's own store, and again when it changes. */
export function usePhonePatches(): PhonePatchesState {
  return usePatchList();
}

let outlines: Promise<ReadonlyMap<Uuid, MultiPolygon>> | null = null;
let drawn: ReadonlyMap<Uuid, MultiPolygon> = new Map();

/** 轮廓 of the patches of the list, by patch; read once for each state of the list. */
export function readOutlines(): Promise<ReadonlyMap<Uuid, MultiPolygon>> {
  const person = useFieldSession.getState().person?.id;
  outlines ??= (person ? outlinesOnPhone(person) : Promise.resolve(new Map<Uuid, MultiPolygon>())).then(
    (read) => {
      drawn = read;
      return read;
    },
    (error: unknown) => {
      outlines = null;
      throw error;
    },
  );
  return outlines;
}

/** Those that were read last; the first time they are only asked for. */
export function outlinesNow(): ReadonlyMap<Uuid, MultiPolygon> {
  void readOutlines().catch(() => undefined);
  return drawn;
}

/** 预读: patches whose screens may be asked for in a moment; as they are until something in the store changes. */
const ahead = new Map<Uuid, PatchDetail>();
let changes = 0;

/** Reads patches before somebody presses on them. */
export async function readAhead(uids: readonly Uuid[]): Promise<void> {
  const person = useFieldSession.getState().person?.id;
  const asked = changes;
  for (const uid of uids) {
    if (!person || asked !== changes) return;
    if (ahead.has(uid)) continue;
    const detail = await patchOnPhone(person, uid);
    if (detail && asked === changes) ahead.set(uid, detail);
  }
}

/** One patch, followed; null: it is not on this phone (once `loaded`). */
export function usePhonePatch(uid: Uuid): { readonly patch: PhonePatch | null; readonly loaded: boolean } {
  const person = useFieldSession((state) => state.person?.id);
  const [found, setFound] = useState<{ readonly uid: Uuid; readonly detail: PatchDetail | null } | null>(
    null,
  );
  useEffect(() => {
    if (!person) return;
    let left = false;
    const read = () =>
      patchOnPhone(person, uid).then(
        (detail) => !left && setFound({ uid, detail }),
        () => !left && setFound({ uid, detail: null }),
      );
    const stop = subscribe((change) => ofPatches(change) && void read());
    if (!ahead.has(uid)) void read();
    return () => {
      left = true;
      stop();
    };
  }, [person, uid]);
  const beginning = useMemo(() => ahead.get(uid) ?? null, [uid]);
  const detail = found?.uid === uid ? found.detail : beginning;
  const patch = useMemo(() => detail && shown(detail), [detail]);
  return { patch, loaded: found?.uid === uid || detail !== null };
}

function shown(detail: PatchDetail): PhonePatch {
  const { state, operations, own } = detail;
  const { outline, patch_class, location } = state.values;
  return {
    ...detail,
    outline: (outline as MultiPolygon | null | undefined) ?? null,
    patchClass: typeof patch_class === 'string' ? patch_class : '',
    location: typeof location === 'string' ? location : null,
    returnReason: returnReasonOf(state.state, operations),
    unsent: new Set(own.filter((each) => each.state !== 'confirmed').map(({ id }) => id)),
  };
}

/** 退回原因: of the last step back, while the patch is where that step put it. */
export function returnReasonOf(state: string, operations: readonly PatchOperation[]): string | null {
  if (state !== 'returned' && state !== 'rectifying') return null;
  const back = operations
    .filter((each) => each.kind === 'step')
    .filter(({ step }) => step === (state === 'returned' ? 'return' : 'return-rectification'))
    .sort((a, b) => instantOf(b) - instantOf(a));
  return back[0]?.reason ?? null;
}

/** Photographs taken on this phone of a patch, or of a flag that is not saved yet. */
export function usePhotosTaken(patch: Uuid): readonly PhotoFacts[] {
  const person = useFieldSession((state) => state.person?.id);
  const [photos, setPhotos] = useState<readonly PhotoFacts[]>([]);
  useEffect(() => {
    if (!person) return;
    let left = false;
    const read = async () => {
      const own = await fieldStore.operationsOfPatch(person, patch);
      const taken = own.flatMap(({ operation }) => (operation.kind === 'photo' ? [operation.photo] : []));
      if (!left) setPhotos(taken);
    };
    void read().catch(() => undefined);
    const stop = subscribe((change) => change === 'operations' && void read().catch(() => undefined));
    return () => {
      left = true;
      stop();
    };
  }, [person, patch]);
  return photos;
}

/** The picture of a photograph when it is on this phone: the stamped copy, the original, or its small one. */
export async function pictureOnPhone(photo: PatchPhoto): Promise<Blob | null> {
  const person = useFieldSession.getState().person?.id;
  if (!person) return null;
  for (const sha256 of [photo.stamped?.sha256, photo.sha256]) {
    const blob = sha256 ? await photoBlob(person, sha256) : null;
    if (blob) return blob;
  }
  const small = await thumbnail(person, photo.sha256);
  return small ? new Blob([small]) : null;
}
