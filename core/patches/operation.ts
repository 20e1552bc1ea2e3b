import { beijingDay } from '#core/calendar/beijing-day.ts';
import type { PatchField, PatchValue } from '#core/patches/fields.ts';
import type { PatchStep } from '#core/patches/steps.ts';

/*
 * 图斑操作: what a person did to a patch. An operation is made once, on a phone or in the office, under an id of its own making, and never changed;
 * the state of a patch is what its set of operations comes to (reduce.ts), whatever the order in which they arrived and however often.
 */

/** Operations are sent and kept as this version of the form; older ones are read for ever. */
export const OPERATION_FORM = 1;

/** UUID version 7, lower case: made by whoever makes the operation, without a connection. */
export type Uuid = string;

/** ms since 1970-01-01T00:00Z. */
export type Instant = number;

/** A fix of the device. lon/lat are degrees of WGS 84 as the device gives them, taken as CGCS2000 (the two differ by centimetres here). */
export interface DeviceFix {
  readonly lonLat: readonly [lon: number, lat: number];
  /** 68 % radius, metres. */
  readonly accuracyMeters: number;
  /** Instant of the fix by the receiver. */
  readonly at: Instant;
}

interface OperationBase {
  readonly form: typeof OPERATION_FORM;
  readonly id: Uuid;
  /** 图斑 it is about. */
  readonly patch: Uuid;
  /** Who made it: id of the person who was signed in. */
  readonly person: Uuid;
  readonly device: Uuid;
  /** By the device's clock. */
  readonly madeAt: Instant;
  /** Server's clock minus the device's, ms, as last seen; null when the two had not met. */
  readonly clockOffset: number | null;
  /** Version of the program that made it. */
  readonly app: string;
  /** Where the person stood. */
  readonly fix?: DeviceFix;
}

/** One field set. `seen`: operations whose values of this field the person had before them; a value is replaced only by who had seen it. */
export interface FieldWrite {
  readonly field: PatchField;
  readonly value: PatchValue;
  readonly seen: readonly Uuid[];
}

/** 标记: a patch begins. What it is at first are its writes, each with nothing seen. */
export interface FlagOperation extends OperationBase {
  readonly kind: 'flag';
  readonly register: 'house-building' | 'image-enforcement' | 'lead' | 'field-flag';
  readonly writes: readonly FieldWrite[];
  /** 原图斑 of a part (split), or of the whole that parts became (merge). */
  readonly parents?: readonly Uuid[];
  /** 图斑编号, given by the office to parts; a flag from the field is numbered by {@link numberOfFlag}. */
  readonly number?: string;
}

/** 填报: fields are set, the outline among them. */
export interface WriteOperation extends OperationBase {
  readonly kind: 'write';
  readonly writes: readonly FieldWrite[];
  /** Why, where it settles a conflict or corrects somebody: shown in the history. */
  readonly reason?: string;
}

/** 流转: a step of the course; `seen` are the steps that led to `from` as the person knew it. Its writes belong to it and fall with it. */
export interface StepOperation extends OperationBase {
  readonly kind: 'step';
  readonly step: PatchStep;
  readonly from: string;
  readonly seen: readonly Uuid[];
  readonly reason?: string;
  readonly writes: readonly FieldWrite[];
}

/** 照片位置与朝向, as taken. */
export interface PhotoFacts {
  /** Of the original's bytes. */
  readonly sha256: string;
  readonly byteCount: number;
  readonly mediaType: string;
  /** A copy with position, bearing, time and person burnt in; the original is what counts. */
  readonly stamped?: { readonly sha256: string; readonly byteCount: number; readonly mediaType: string };
  readonly role: 'near' | 'panoramic' | 'opposite' | 'other';
  /** By the device's clock. */
  readonly takenAt: Instant;
  readonly fix: DeviceFix | null;
  /** Degrees from north, clockwise; null where the device has no compass. */
  readonly bearing: number | null;
  readonly bearingReference: 'true' | 'magnetic' | null;
  readonly pitch: number | null;
  /** 采集 by the program's own camera, or taken over from the device's pictures. */
  readonly origin: 'camera' | 'gallery';
  /** Why a photograph that does not meet the rules is kept all the same. */
  readonly reason?: string;
}

export interface PhotoOperation extends OperationBase {
  readonly kind: 'photo';
  readonly photo: PhotoFacts;
}

/** 移除照片: a tombstone; the bytes stay with the server. */
export interface RemovePhotoOperation extends OperationBase {
  readonly kind: 'remove-photo';
  /** The operation that brought it. */
  readonly photo: Uuid;
  readonly reason: string;
}

/** 留言. */
export interface CommentOperation extends OperationBase {
  readonly kind: 'comment';
  readonly text: string;
}

/** 暂停计时 while others are waited for, and its end. */
export interface PauseOperation extends OperationBase {
  readonly kind: 'pause';
  readonly reason: string;
}
export interface ResumeOperation extends OperationBase {
  readonly kind: 'resume';
  readonly pause: Uuid;
}

/** 作废 and 恢复: a tombstone over what the person had seen; work that they had not seen is shown as a conflict. */
export interface WithdrawOperation extends OperationBase {
  readonly kind: 'withdraw';
  readonly reason: string;
  /** Every operation of the patch that the person had before them. */
  readonly seen: readonly Uuid[];
}
export interface RestoreOperation extends OperationBase {
  readonly kind: 'restore';
  readonly reason: string;
  /** The withdrawals that it takes back. */
  readonly seen: readonly Uuid[];
}

export type PatchOperation =
  | FlagOperation
  | WriteOperation
  | StepOperation
  | PhotoOperation
  | RemovePhotoOperation
  | CommentOperation
  | PauseOperation
  | ResumeOperation
  | WithdrawOperation
  | RestoreOperation;

export type OperationKind = PatchOperation['kind'];

/** 编号 of a flag, the same wherever it is worked out: BJ, the day in Beijing, the end of its id. */
export function numberOfFlag({ patch, madeAt, clockOffset }: FlagOperation): string {
  const day = beijingDay(madeAt + (clockOffset ?? 0)).replaceAll('-', '');
  return `BJ${day}-${patch.slice(-6).toUpperCase()}`;
}

/** UUID version 7 (RFC 9562 §5.7) from an instant (ms) and ten random bytes. */
export function uuidV7(ms: number, random: Uint8Array): Uuid {
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(ms / 256 ** (5 - i)) % 256;
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
