import { createHash } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import {
  type Maker,
  makeOperation,
  type OfficeAct,
  stepOf,
  writeOf,
} from '../../client/panels/patches/make-operation.ts';
import type { PatchOperationInput, Receipt } from '../../core/contract/patch-operations.ts';
import type { PatchView } from '../../core/contract/patches.ts';
import { uuidV7 } from '../../core/patches/operation.ts';
import { type DemonstrationPerson, type Desk, sitDown } from './office.ts';

const random = () => crypto.getRandomValues(new Uint8Array(10));

export const newUid = () => uuidV7(Date.now(), random());

/** 外业人员 without a screen: makes operations as a phone does, and sends them when told to. */
export interface FieldPerson {
  readonly device: string;
  readonly maker: Maker;
  make(act: OfficeAct): PatchOperationInput;
  /** @throws when one of them was refused */
  send(operations: readonly PatchOperationInput[]): Promise<readonly Receipt[]>;
  act(...acts: readonly OfficeAct[]): Promise<void>;
  see(uid: string): Promise<PatchView>;
}

export async function fieldPerson(desk: Desk): Promise<FieldPerson> {
  const session = await desk.ask<{ person: { id: string } }>('GET', '/api/session');
  const device = newUid();
  const maker: Maker = {
    person: session.person.id,
    device,
    now: () => Date.now(),
    clockOffset: 0,
    random,
  };
  const make = (act: OfficeAct) => makeOperation(act, maker);
  const send = async (operations: readonly PatchOperationInput[]) => {
    const { receipts } = await desk.ask<{ receipts: Receipt[] }>('POST', '/api/patch-operations', {
      device,
      operations,
    });
    const refused = receipts.filter(({ outcome }) => outcome === 'refused');
    if (refused.length > 0) throw new Error(JSON.stringify(refused));
    return receipts;
  };
  return {
    device,
    maker,
    make,
    send,
    act: async (...acts) => void (await send(acts.map(make))),
    see: (uid) => desk.ask<PatchView>('GET', `/api/patches/${uid}`),
  };
}

/** A square about so many metres wide, lon/lat degrees. */
export function squareAt([lon, lat]: readonly [number, number], meters = 40): GeoJSON.MultiPolygon {
  const [east, north] = [meters / 86_400, meters / 111_000];
  return {
    type: 'MultiPolygon',
    coordinates: [
      [
        [
          [lon, lat],
          [lon + east, lat],
          [lon + east, lat + north],
          [lon, lat + north],
          [lon, lat],
        ],
      ],
    ],
  };
}

/** 标记 with what a flag must have. */
export function flagAct(uid: string, outline: GeoJSON.MultiPolygon, description: string): OfficeAct {
  const write = (field: 'outline' | 'patch_class' | 'found_on' | 'description', value: never) => ({
    field,
    value,
    seen: [],
  });
  return {
    uid,
    kind: 'flag',
    register: 'field-flag',
    writes: [
      write('outline', outline as never),
      write('patch_class', 'patrol' as never),
      write('found_on', new Date().toISOString().slice(0, 10) as never),
      write('description', description as never),
    ],
  };
}

/** A JPEG of the browser's own making: noise, so that no two are the same. */
export async function jpegFrom(page: Page, seed: number): Promise<Buffer> {
  const base64 = await page.evaluate(async (hue) => {
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 480;
    const pen = canvas.getContext('2d')!;
    for (let i = 0; i < 400; i += 1) {
      pen.fillStyle = `hsl(${(hue * 67 + i * 3) % 360} 45% ${30 + (i % 45)}%)`;
      pen.fillRect((i % 20) * 32, Math.floor(i / 20) * 24, 32, 24);
    }
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.8));
    const bytes = new Uint8Array(await blob!.arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  }, seed);
  return Buffer.from(base64, 'base64');
}

export function photoAct(
  uid: string,
  bytes: Buffer,
  role: 'near' | 'panoramic' | 'opposite',
  lonLat: [number, number],
  bearing: number,
): OfficeAct {
  return {
    uid,
    kind: 'photo',
    photo: {
      sha256: createHash('sha256').update(bytes).digest('hex'),
      byteCount: bytes.length,
      mediaType: 'image/jpeg',
      role,
      takenAt: Date.now(),
      fix: { lonLat, accuracyMeters: 6, at: Date.now() },
      bearing,
      bearingReference: 'true',
      pitch: 0,
      origin: 'camera',
    },
  };
}

/** Sends the bytes of a photograph in one piece. */
export async function sendPhoto(desk: Desk, bytes: Buffer): Promise<void> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const response = await desk.page
    .context()
    .request.fetch(`/api/photo-uploads/${sha256}?offset=0&total=${bytes.length}`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/octet-stream' },
      data: bytes,
    });
  if (!response.ok()) throw new Error(`photo: ${response.status()} ${await response.text()}`);
}

export { stepOf, writeOf };

/** A place inside the village of the field person. */
export async function placeOf(desk: Desk): Promise<[number, number]> {
  const { person } = await desk.ask<{
    person: { grants: { region: { code: string } | string; regionCode?: string }[] };
  }>('GET', '/api/session');
  const grant = person.grants[0]!;
  const code = grant.regionCode ?? (typeof grant.region === 'string' ? grant.region : grant.region.code);
  const { regions } = await desk.ask<{
    regions: { code: string; bounds: [number, number, number, number] }[];
  }>('GET', '/api/workspace');
  const [west, south, east, north] = regions.find((region) => region.code === code)!.bounds;
  return [(west + east) / 2, (south + north) / 2];
}

/** The same of a person who signs in for this alone. */
export async function placeOfPerson(
  browser: Browser,
  origin: string,
  person: DemonstrationPerson,
): Promise<[number, number]> {
  const desk = await sitDown(browser, origin, person);
  const place = await placeOf(desk);
  await desk.close();
  return place;
}
