import type { StatisticsRow } from './rows.ts';

/** More bars than these could not be read. */
export const BARS_AT_MOST = 15;

export interface ChartWords {
  readonly open: string;
  readonly closed: string;
}

/** 条形图: what is closed and what is not of each key, the largest first; decals tell the two apart without colour. */
export function statisticsOption(
  rows: readonly StatisticsRow[],
  words: ChartWords,
  { still, colour }: { readonly still: boolean; readonly colour: (property: string) => string },
) {
  const shown = [...rows].sort((a, b) => b.issued.count - a.issued.count).slice(0, BARS_AT_MOST);
  // Drawn from below.
  const bars = shown.reverse();
  const muted = colour('--text-muted');
  const series = (name: string, data: number[], color: string) => ({
    type: 'bar' as const,
    name,
    stack: 'all',
    data,
    itemStyle: { color },
    barMaxWidth: 22,
  });
  return {
    animation: !still,
    aria: { enabled: true, decal: { show: true } },
    grid: { left: 8, right: 24, top: 36, bottom: 8, containLabel: true },
    legend: { top: 0, right: 0, textStyle: { color: muted } },
    xAxis: {
      type: 'value' as const,
      minInterval: 1,
      axisLabel: { color: muted },
      splitLine: { lineStyle: { color: colour('--line') } },
    },
    yAxis: {
      type: 'category' as const,
      data: bars.map(({ name }) => name),
      axisLabel: { color: muted, width: 110, overflow: 'truncate' as const },
      axisLine: { lineStyle: { color: colour('--line-strong') } },
    },
    series: [
      series(
        words.closed,
        bars.map(({ closed }) => closed.count),
        colour('--accent'),
      ),
      series(
        words.open,
        bars.map(({ issued, closed }) => Math.max(0, issued.count - closed.count)),
        colour('--warning'),
      ),
    ],
  };
}
