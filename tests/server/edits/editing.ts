import type { FeatureSummary } from '#core/contract/layers.ts';
import type { PolygonalGeometry } from '#core/contract/shared.ts';
import type { Version, VersionWithGeometry } from '#core/contract/versions.ts';
import type { Client } from '../../support/app.ts';

export type Whole = FeatureSummary & { geometry: PolygonalGeometry };
export type History = { versions: (Version & { geometryChanged: boolean })[]; current: number | null };
export interface Refusal {
  type: string;
  field?: string;
  detail: string;
  conflict?: { base: VersionWithGeometry | null; current: VersionWithGeometry | null };
}

/** Requests of the editing interface, as a program sends them. */
export function editing(client: () => Client, layer: string) {
  const send = (method: string, path: string, body?: unknown, ifMatch?: number) =>
    client().request(`/api/layers/${layer}/features${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    send,
    add: (body: object) => send('POST', '', { reason: '测试新增', ...body }),
    edit: (id: number, ifMatch: number | undefined, body: object) =>
      send('PATCH', `/${id}`, { reason: '测试修改', ...body }, ifMatch),
    withdraw: (id: number, ifMatch: number, body: object = {}) =>
      send('POST', `/${id}/withdraw`, { reason: '测试注销', ...body }, ifMatch),
    restore: (id: number, ifMatch: number, versionId: number, body: object = {}) =>
      send('POST', `/${id}/restore`, { reason: '测试恢复', versionId, ...body }, ifMatch),
    feature: async (id: number, query = '') =>
      (await client().get(`/api/layers/${layer}/features/${id}${query}`)) as Whole,
    history: async (id: number) =>
      (await client().get(`/api/layers/${layer}/features/${id}/history`)) as History,
  };
}

/** A rectangle, degrees. */
export function box(west: number, south: number, east: number, north: number): PolygonalGeometry {
  return {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  };
}
