import type { MultiPolygon } from 'geojson';
import { patches } from '#core/catalog/patches.ts';
import type { PatchEvent, PatchPhotoView, PatchView } from '#core/contract/patches.ts';
import { type CornerRing, cornerRings } from '#core/evidence/corners.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { surveyArea } from '#core/geometry/survey-area.ts';
import { areaIn, roundHalfUp, type SquareMeters, squareMeters } from '#core/geometry/units.ts';
import { codeName } from '#core/vocabulary/lookup.ts';

export interface Named {
  readonly code: string;
  readonly name: string;
}

/** An area by one ruler: m² to 0.01, and what follows from it by exact factors. */
export interface EvidenceArea {
  readonly name: string;
  readonly ruler: string;
  readonly squareMeters: number;
  readonly mu: number;
  readonly hectares: number;
}

export interface EvidencePhoto
  extends Omit<PatchPhotoView, 'url' | 'stampedUrl' | 'thumbnailUrl' | 'person'> {
  /** In the order in which they were taken, from 1. */
  readonly number: number;
  readonly roleName: string;
  readonly person: { readonly id: string; readonly name: string };
  /** Name in the pack; null while the bytes have not arrived. */
  readonly file: string | null;
  readonly stampedFile: string | null;
  /** What is wrong with the picture itself; null: nothing that its structure tells. */
  readonly fault: 'cut-short' | 'unreadable' | null;
}

/** 举证内容: every figure of the pack. Lon/lat are EPSG:4490, areas m², instants ms since 1970. */
export interface EvidenceContent {
  /** 示意数据, or null for real data. */
  readonly mark: string | null;
  /** The newest change of the patch: of that moment it tells. */
  readonly dataAt: number;
  readonly crs: { readonly geographic: string; readonly plane: string; readonly epsg: number };
  readonly patch: {
    readonly uid: string;
    readonly number: string;
    readonly register: Named;
    readonly class: Named;
    readonly state: Named;
    readonly region: Named;
    readonly split: Named;
    readonly location: string | null;
    readonly foundOn: string | null;
    readonly assignee: string | null;
    readonly dueOn: string | null;
    readonly withdrawn: string | null;
    readonly parents: readonly string[];
    readonly parts: readonly string[];
    /** Every field of the form that has a value, in words. */
    readonly values: readonly {
      readonly field: string;
      readonly name: string;
      readonly value: string | number;
    }[];
  };
  readonly areas: readonly EvidenceArea[];
  readonly outline: MultiPolygon;
  readonly firstOutline: MultiPolygon;
  readonly corners: readonly CornerRing[];
  readonly overlay: PatchView['overlay'];
  readonly photos: readonly EvidencePhoto[];
  readonly events: readonly {
    readonly at: number;
    readonly receivedAt: number;
    readonly person: string;
    readonly deliveredBy: string | null;
    readonly what: string;
    readonly reason: string | null;
    readonly operation: string;
  }[];
  readonly conflicts: PatchView['conflictList'];
}

export interface EvidenceSource {
  readonly view: PatchView;
  readonly firstOutline: MultiPolygon;
  readonly mark: string | null;
  /** By hash: the type that the bytes themselves have, and what is wrong with them; only what has arrived. */
  readonly received: ReadonlyMap<
    string,
    { readonly mediaType: string; readonly fault: EvidencePhoto['fault'] }
  >;
}

/** 组成举证内容 from what the office sees of a patch. */
export function evidenceContent({ view, firstOutline, mark, received }: EvidenceSource): EvidenceContent {
  const { rings, plane } = cornerRings(view.geometry);
  const area = (name: string, ruler: string, value: SquareMeters): EvidenceArea => ({
    name,
    ruler,
    squareMeters: roundHalfUp(value, 2),
    mu: areaIn(value, 'mu'),
    hectares: areaIn(value, 'ha'),
  });
  const signed = squareMeters(roundHalfUp(view.areaSquareMeters, 2));
  const first = squareMeters(roundHalfUp(geodesicArea(firstOutline), 2));
  return {
    mark,
    dataAt: view.changedAt,
    crs: { geographic: 'CGCS2000 经纬度（EPSG:4490）', plane: plane.name, epsg: plane.epsg },
    patch: patchFacts(view),
    areas: [
      area('现状面积', 'CGCS2000 椭球面积', signed),
      area('现状面积（复核）', '图斑椭球面积算法（三调）', surveyArea(view.geometry)),
      area('首次登记面积', 'CGCS2000 椭球面积', first),
      ...(view.remainingSquareMeters === null
        ? []
        : [area('剩余未整改面积', '填报', squareMeters(view.remainingSquareMeters))]),
    ],
    outline: view.geometry,
    firstOutline,
    corners: rings,
    overlay: view.overlay,
    photos: photosOf(view.photoList, received),
    events: view.events.map((event) => ({
      at: event.at,
      receivedAt: event.receivedAt,
      person: event.person.name,
      deliveredBy: event.deliveredBy?.name ?? null,
      what: wordsOf(event),
      reason: event.reason,
      operation: event.operation,
    })),
    conflicts: view.conflictList,
  };
}

function patchFacts(view: PatchView): EvidenceContent['patch'] {
  const named = (list: string, code: string): Named => ({ code, name: codeName(list, code, 'zh') });
  return {
    uid: view.uid,
    number: view.number,
    register: named('patch-register@1', view.register),
    class: named('patch-class@1', view.patchClass),
    state: named('patch-state@1', view.state),
    region: { code: view.regionCode, name: view.regionName },
    split: named('patch-split@1', view.splitState),
    location: view.location,
    foundOn: view.foundOn,
    assignee: view.assignee?.name ?? null,
    dueOn: view.deadline.dueOn,
    withdrawn: view.withdrawn?.reason ?? null,
    parents: view.parents.map(({ number }) => number),
    parts: view.parts.map(({ number }) => number),
    values: Object.entries(view.values).flatMap(([field, value]) =>
      value === null || value === '' ? [] : [{ field, name: fieldName(field), value: inWords(field, value) }],
    ),
  };
}

function photosOf(photos: readonly PatchPhotoView[], received: EvidenceSource['received']): EvidencePhoto[] {
  const sorted = [...photos].sort((a, b) => a.takenAt - b.takenAt || (a.operation < b.operation ? -1 : 1));
  return sorted.map(({ url: _, stampedUrl: __, thumbnailUrl: ___, ...photo }, index) => {
    const number = index + 1;
    const roleName = roleNames[photo.role];
    const nameOf = (sha256: string | undefined, mark: string) => {
      const there = sha256 === undefined ? undefined : received.get(sha256);
      if (!there || sha256 === undefined) return null;
      const ending = endings[there.mediaType] ?? 'bin';
      return `photos/${String(number).padStart(2, '0')}_${roleName}_${sha256.slice(0, 8)}${mark}.${ending}`;
    };
    return {
      ...photo,
      number,
      roleName,
      file: nameOf(photo.sha256, ''),
      stampedFile: nameOf(photo.stamped?.sha256, '_水印'),
      fault: received.get(photo.sha256)?.fault ?? null,
    };
  });
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'video/mp4': 'mp4',
};

const roleNames = { near: '近景', panoramic: '全景', opposite: '对面', other: '其他' } as const;

const kindNames: Readonly<Record<string, string>> = {
  flag: '标记',
  write: '填报',
  step: '流转',
  photo: '拍照',
  'remove-photo': '移除照片',
  comment: '留言',
  pause: '暂停计时',
  resume: '恢复计时',
  withdraw: '作废',
  restore: '恢复',
};

const stepNames: Readonly<Record<NonNullable<PatchEvent['step']>, string>> = {
  dispatch: '派发',
  start: '开始核查',
  submit: '提交审核',
  return: '退回',
  'require-rectification': '要求整改',
  'report-rectified': '报告整改完成',
  'return-rectification': '退回整改',
  close: '销号',
  reopen: '重新打开',
  settle: '裁决',
};

/** An operation in words: what it was, and every value that it set. */
function wordsOf({ kind, step, content }: PatchEvent): string {
  const name = step ? stepNames[step] : (kindNames[kind] ?? kind);
  if (content.kind === 'comment') return `${name}：${content.text}`;
  if (content.kind === 'photo') return `${name}：${roleNames[content.photo.role]}`;
  if (!('writes' in content) || content.writes.length === 0) return name;
  const set = content.writes.map(({ field, value }) => `${fieldName(field)} ${valueInWords(field, value)}`);
  return `${name}：${set.join('，')}`;
}

function valueInWords(field: string, value: unknown): string {
  if (value === null) return '（空）';
  if (typeof value === 'string' || typeof value === 'number') return String(inWords(field, value));
  return field === 'outline' ? '（图形）' : String((value as { name?: string }).name ?? '');
}

export function fieldName(field: string): string {
  if (field === 'outline') return '图形';
  if (field === 'assignee') return '承办';
  return patches.fields.find(({ name }) => name === field)?.title.zh ?? field;
}

/** A code by its name, whatever else as it is. */
export function inWords(field: string, value: string | number): string | number {
  const codes = patches.fields.find(({ name }) => name === field)?.codes;
  return codes !== undefined && typeof value === 'string' ? codeName(codes, value, 'zh') : value;
}
