import type { MultiPolygon } from 'geojson';
import type { GroundPiece, ScenarioItem, TargetEffect, WhatIf } from '#core/contract/what-if.ts';

export const square = (west: number, south: number, size = 0.001): MultiPolygon => ({
  type: 'MultiPolygon',
  coordinates: [
    [
      [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
      ],
    ],
  ],
});

export const anItem = (part: Partial<ScenarioItem> = {}): ScenarioItem => ({
  id: 'a',
  kind: 'conversion',
  name: '甲地块',
  geometry: square(117.1, 39.12),
  landClassAfter: '0701',
  expropriated: true,
  ...part,
});

export const aPiece = (part: Partial<GroundPiece> = {}): GroundPiece => ({
  item: 'a',
  parcel: 1,
  versionId: 1,
  label: '1',
  regionCode: '120111001201',
  landClass: '0102',
  parcelSquareMeters: 100,
  deductedSquareMeters: 10,
  classSquareMeters: 90,
  ...part,
});

const noGround = {
  areaSquareMeters: 0,
  farmlandLostSquareMeters: 0,
  farmlandGainedSquareMeters: 0,
  permanentSquareMeters: 0,
  agriculturalSquareMeters: 0,
  constructionSquareMeters: 0,
  unusedSquareMeters: 0,
  unsurveyedSquareMeters: 0,
  byClass: [],
  byVillage: [],
};

export const anAnswer = (part: Partial<WhatIf> = {}): WhatIf => ({
  moments: { asOf: '2026-01-01T00:00:00Z', knownAt: '2026-01-01T00:00:00Z' },
  total: noGround,
  items: [],
  touched: [],
  targets: [],
  balance: {
    occupiedSquareMeters: 0,
    inOutSquareMeters: 0,
    suppliedSquareMeters: 0,
    shortfallSquareMeters: 0,
    rule: { text: { zh: '占一补一', en: 'As much again' }, source: '规则', verified: false },
  },
  authority: { level: 'none', reasons: [] },
  findings: [],
  pieces: [],
  ...part,
});

/** 耕地保有量 with so much left, m². */
export const aFloor = (after: number | null): TargetEffect =>
  ({
    target: 1,
    indicator: 'farmland_retention',
    title: { zh: '耕地保有量', en: 'Farmland' },
    regionCode: '120111001000',
    regionName: '西营门街道',
    year: 2023,
    place: null,
    comparator: '>=',
    valueSquareMeters: 552_800,
    beforeSquareMeters: after,
    afterSquareMeters: after,
    marginBeforeSquareMeters: after === null ? null : after - 552_800,
    marginAfterSquareMeters: after === null ? null : after - 552_800,
    stateBefore: 'holds',
    stateAfter: 'holds',
    reason: null,
    warningRatio: 0.05,
  }) satisfies TargetEffect;
