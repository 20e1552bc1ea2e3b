import { areaIn, areaUnitNames, formatArea, squareMeters } from '#core/geometry/units.ts';
import type { Language, Unit } from '../../state/preferences.ts';
import type { CourseLine } from './course-points.ts';

export interface ChartLook {
  readonly unit: Unit;
  readonly language: Language;
  /** No movement. */
  readonly still: boolean;
  readonly words: {
    readonly measured: string;
    readonly forecast: string;
    readonly floor: (area: string) => string;
  };
  /** A colour of the style sheet, by the name of its property. */
  readonly colour: (property: string) => string;
}

interface LabelOf {
  readonly dataIndex: number;
}

/** 走势图: measured as a line, forecast as dashes with another mark, the floor across: told apart without colour as well. */
export function courseOption({ points, floor }: CourseLine, look: ChartLook) {
  const { unit, language, still, words, colour } = look;
  const value = (area: number) => areaIn(squareMeters(area), unit);
  const text = (area: number) => formatArea(squareMeters(area), unit, { language: null });
  const now = points.findLastIndex(({ planned }) => planned === null);
  const muted = colour('--text-muted');
  const line = { type: 'line' as const, symbolSize: 7 };
  const label = (shown: (index: number) => boolean) => ({
    show: points.length <= 8,
    color: muted,
    formatter: ({ dataIndex }: LabelOf) => (shown(dataIndex) ? text(points[dataIndex]?.farmland ?? 0) : ''),
  });
  return {
    animation: !still,
    aria: { enabled: true, decal: { show: true } },
    grid: { left: 12, right: 24, top: 56, bottom: 8, containLabel: true },
    legend: { top: 0, right: 0, textStyle: { color: muted }, data: [words.measured, words.forecast] },
    xAxis: {
      type: 'category' as const,
      data: points.map((point) => point.label),
      axisLabel: { color: muted },
      axisLine: { lineStyle: { color: colour('--line-strong') } },
    },
    yAxis: {
      type: 'value' as const,
      ...rangeOf([...points.map(({ farmland }) => farmland), ...(floor === null ? [] : [floor])].map(value)),
      name: areaUnitNames[unit][language],
      nameTextStyle: { color: muted },
      axisLabel: { color: muted },
      splitLine: { lineStyle: { color: colour('--line') } },
    },
    series: [
      {
        ...line,
        name: words.measured,
        data: points.map(({ farmland }, index) => (index <= now ? value(farmland) : null)),
        itemStyle: { color: colour('--accent') },
        label: label(() => true),
        ...(floor === null
          ? {}
          : {
              markLine: {
                symbol: 'none',
                data: [{ yAxis: value(floor) }],
                lineStyle: { color: colour('--danger'), type: 'solid' as const, width: 2 },
                label: {
                  position: 'insideStartTop' as const,
                  color: colour('--danger'),
                  formatter: words.floor(`${text(floor)} ${areaUnitNames[unit][language]}`),
                },
              },
            }),
      },
      {
        ...line,
        name: words.forecast,
        symbol: 'diamond',
        // From the last measured figure on, so that the lines meet.
        data: points.map(({ farmland }, index) => (index >= now ? value(farmland) : null)),
        itemStyle: { color: colour('--warning') },
        lineStyle: { type: 'dashed' as const },
        label: { ...label((index) => index > now), position: 'bottom' as const },
      },
    ],
  };
}

/** An axis that holds every figure and the floor, with some air; never below zero. */
function rangeOf(values: readonly number[]): { min: number; max: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const air = (high - low || high * 0.05 || 1) * 0.2;
  return { min: Math.max(0, Math.floor(low - air)), max: Math.ceil(high + air) };
}
