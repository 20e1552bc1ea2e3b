import type { Bilingual } from '#core/problem.ts';

/** 放假 from a day to a day, both included, weekends among them. */
export interface Holiday {
  readonly name: Bilingual;
  readonly from: string;
  readonly to: string;
}

/** 一年的放假安排: what differs from Monday to Friday. */
export interface YearCalendar {
  readonly year: number;
  readonly holidays: readonly Holiday[];
  /** 调休上班: weekend days on which offices work. A day of the year before may stand here. */
  readonly workdays: readonly string[];
  /** Title and number of the notice. */
  readonly source: string;
  readonly verified: boolean;
}

const newYear = { zh: '元旦', en: 'New Year' };
const spring = { zh: '春节', en: 'Spring Festival' };
const qingming = { zh: '清明节', en: 'Qingming Festival' };
const labour = { zh: '劳动节', en: 'Labour Day' };
const dragonBoat = { zh: '端午节', en: 'Dragon Boat Festival' };
const midAutumn = { zh: '中秋节', en: 'Mid-Autumn Festival' };
const national = { zh: '国庆节', en: 'National Day' };

/**
 * 节假日安排 as the General Office of the State Council published them. The notice of a year comes in October or November before it: until then its
 * days are provisional, and an office may add it in its settings (docs/howto/patch-rules.md).
 */
export const publishedYears: readonly YearCalendar[] = [
  {
    year: 2024,
    holidays: [
      { name: newYear, from: '2024-01-01', to: '2024-01-01' },
      // The eve (9 February) was left to each employer: a working day.
      { name: spring, from: '2024-02-10', to: '2024-02-17' },
      { name: qingming, from: '2024-04-04', to: '2024-04-06' },
      { name: labour, from: '2024-05-01', to: '2024-05-05' },
      { name: dragonBoat, from: '2024-06-10', to: '2024-06-10' },
      { name: midAutumn, from: '2024-09-15', to: '2024-09-17' },
      { name: national, from: '2024-10-01', to: '2024-10-07' },
    ],
    workdays: [
      ...['2024-02-04', '2024-02-18', '2024-04-07', '2024-04-28', '2024-05-11'],
      ...['2024-09-14', '2024-09-29', '2024-10-12'],
    ],
    source: '国务院办公厅关于2024年部分节假日安排的通知（国办发明电〔2023〕7号）',
    verified: true,
  },
  {
    year: 2025,
    holidays: [
      { name: newYear, from: '2025-01-01', to: '2025-01-01' },
      { name: spring, from: '2025-01-28', to: '2025-02-04' },
      { name: qingming, from: '2025-04-04', to: '2025-04-06' },
      { name: labour, from: '2025-05-01', to: '2025-05-05' },
      { name: dragonBoat, from: '2025-05-31', to: '2025-06-02' },
      {
        name: { zh: '国庆节、中秋节', en: 'National Day and Mid-Autumn' },
        from: '2025-10-01',
        to: '2025-10-08',
      },
    ],
    workdays: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
    source: '国务院办公厅关于2025年部分节假日安排的通知（国办发明电〔2024〕12号）',
    verified: true,
  },
  {
    year: 2026,
    holidays: [
      { name: newYear, from: '2026-01-01', to: '2026-01-03' },
      { name: spring, from: '2026-02-15', to: '2026-02-23' },
      { name: qingming, from: '2026-04-04', to: '2026-04-06' },
      { name: labour, from: '2026-05-01', to: '2026-05-05' },
      { name: dragonBoat, from: '2026-06-19', to: '2026-06-21' },
      { name: midAutumn, from: '2026-09-25', to: '2026-09-27' },
      { name: national, from: '2026-10-01', to: '2026-10-07' },
    ],
    workdays: [...['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09'], ...['2026-09-20', '2026-10-10']],
    source: '国务院办公厅关于2026年部分节假日安排的通知（2025年11月4日）',
    verified: true,
  },
];
