import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { FeatureSummary } from '../../core/contract/layers.ts';
import { openRecordedPage, type PageRecord } from './browser.ts';

export type DemonstrationPerson =
  | 'demo-inspector'
  | 'demo-planner'
  | 'demo-field'
  | 'demo-grid'
  | 'demo-leader'
  | 'demo-system'
  | 'demo-security'
  | 'demo-audit';

/** Somebody at a screen of their own, signed in. */
export interface Desk {
  readonly page: Page;
  readonly record: PageRecord;
  /** Asks the server as this person does, without the screen. @throws when it refuses */
  ask<T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown, ifMatch?: number): Promise<T>;
  close(): Promise<void>;
}

/** 坐班: a browser page of a demonstration person, signed in before anything is opened. */
export async function sitDown(
  browser: Browser,
  origin: string,
  person: DemonstrationPerson,
  options: BrowserContextOptions = {},
): Promise<Desk> {
  const { page, record, close } = await openRecordedPage(browser, origin, {
    reducedMotion: 'reduce',
    ...options,
  });
  const ask = askWith(page.context());
  await ask('POST', '/api/session/demonstration', { username: person });
  return { page, record, ask, close };
}

function askWith(context: BrowserContext): Desk['ask'] {
  return async (method, path, body, ifMatch) => {
    const response = await context.request.fetch(path, {
      method,
      headers: {
        'sec-fetch-site': 'same-origin',
        ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
      },
      ...(body === undefined ? {} : { data: body }),
    });
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
    return await response.json();
  };
}

export type WholeFeature = FeatureSummary & { readonly geometry: { readonly coordinates: number[][][][] } };

/** A parcel of the demonstration area that lies at a place. */
export async function parcelAt(desk: Desk, [lng, lat]: readonly [number, number]): Promise<WholeFeature> {
  const { hits } = await desk.ask<{ hits: FeatureSummary[] }>(
    'GET',
    `/api/identify?lng=${lng}&lat=${lat}&layers=land_parcels`,
  );
  return desk.ask('GET', `/api/layers/land_parcels/features/${hits[0]!.id}`);
}

/** The outline with its first vertex moved by so many degrees. */
export function nudged({ geometry }: WholeFeature, by: readonly [number, number]): unknown {
  const coordinates = structuredClone(geometry.coordinates);
  const ring = coordinates[0]![0]!;
  ring[0] = [ring[0]![0]! + by[0], ring[0]![1]! + by[1]];
  ring[ring.length - 1] = [...ring[0]!];
  return { type: 'MultiPolygon', coordinates };
}
