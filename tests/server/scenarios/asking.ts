import { expect } from 'vitest';
import type { Scenario } from '#core/contract/scenarios.ts';
import type { ScenarioItem, WhatIf } from '#core/contract/what-if.ts';
import type { Client } from '../../support/app.ts';
import { TOWN } from '../../support/cast.ts';

export type Box = readonly [west: number, south: number, east: number, north: number];

export function rectangle([west, south, east, north]: Box): ScenarioItem['geometry'] {
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

/** A conversion of a rectangle, or what is said otherwise. */
export function anItem(id: string, box: Box, rest: Partial<ScenarioItem> = {}): ScenarioItem {
  return {
    id,
    kind: 'conversion',
    name: `地块 ${id}`,
    geometry: rectangle(box),
    landClassAfter: '0701',
    expropriated: true,
    ...rest,
  };
}

/** Requests of the what-if panel, as a program sends them. */
export function scenarios(client: () => Client) {
  const send = (method: string, path: string, body?: unknown, ifMatch?: number) =>
    client().request(path, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    send,
    async whatIf(items: readonly ScenarioItem[], rest: object = {}): Promise<WhatIf> {
      const { status, body } = await send('POST', '/api/what-if', {
        region: TOWN,
        year: 2023,
        items,
        ...rest,
      });
      expect(status, JSON.stringify(body)).toBe(200);
      return body as WhatIf;
    },
    async add(items: readonly ScenarioItem[], rest: object = {}): Promise<Scenario> {
      const content = { region: TOWN, name: '方案一', year: 2023, items, ...rest };
      const { status, body } = await send('POST', '/api/scenarios', content);
      expect(status, JSON.stringify(body)).toBe(201);
      return body as Scenario;
    },
    change: (id: string, ifMatch: number | undefined, change: object) =>
      send('PATCH', `/api/scenarios/${id}`, change, ifMatch),
    batch: (id: string, batchNumber: string) =>
      send('POST', `/api/scenarios/${id}/batch`, { batchNumber, name: '批次', reason: '测试转批次' }),
  };
}
