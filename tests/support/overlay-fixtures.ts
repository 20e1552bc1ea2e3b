import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MultiPolygon } from 'geojson';

/** 套合对照: a subject, what lies under it, and how much of each it takes, as a third program cut it (`scripts/fixtures/overlay.ts`). */
export interface OverlayFixture {
  readonly name: string;
  readonly about: string;
  readonly subject: MultiPolygon;
  readonly subjectSquareMeters: number;
  readonly features: readonly {
    readonly id: number;
    readonly areaSquareMeters: number;
    readonly cutSquareMeters: number;
    readonly geometry: MultiPolygon;
  }[];
}

/** Two cutters agree when each of their pieces does to this, m². */
export const PARITY = 0.1;

const folder = fileURLToPath(new URL('../fixtures/overlay/', import.meta.url));

export const overlayFixtures: readonly OverlayFixture[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => ({
    name: file.replace('.json', ''),
    ...(JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as Omit<OverlayFixture, 'name'>),
  }));
