import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../app/i18n.ts';
import { useTheme } from '../../../app/theme.ts';
import { useMedia } from '../../../app/use-media.ts';
import { BARS_AT_MOST, statisticsOption } from './chart-option.ts';
import type { StatisticsRow } from './rows.ts';

register([BarChart, GridComponent, LegendComponent, AriaComponent, SVGRenderer]);

/** 统计图; the same as a table stands below it. */
export function StatisticsChart({
  rows,
  title,
}: {
  readonly rows: readonly StatisticsRow[];
  readonly title: string;
}) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const language = useLanguage();
  const theme = useTheme();
  const still = useMedia('(prefers-reduced-motion: reduce)');
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    element.dataset.theme = theme;
    const chart = init(element, null, { renderer: 'svg', locale: language === 'zh' ? 'ZH' : 'EN' });
    // The theme reaches the style sheet after the effects of the parts.
    const drawing = requestAnimationFrame(() => {
      const style = getComputedStyle(document.documentElement);
      const words = { open: t('patches.stats.unclosed'), closed: t('patches.stats.closed') };
      chart.setOption(
        statisticsOption(rows, words, {
          still,
          colour: (property) => style.getPropertyValue(property).trim(),
        }),
      );
    });
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(element);
    return () => {
      cancelAnimationFrame(drawing);
      observer.disconnect();
      chart.dispose();
    };
  }, [rows, language, theme, still, t]);
  const bars = Math.min(rows.length, BARS_AT_MOST);
  return (
    <>
      <div
        className="patch-chart"
        style={{ height: 60 + bars * 28 }}
        ref={place}
        role="img"
        aria-label={t('patches.stats.chart', { title, count: rows.length })}
      />
      {rows.length > BARS_AT_MOST && (
        <p className="patches-note">{t('patches.stats.largest', { count: BARS_AT_MOST })}</p>
      )}
    </>
  );
}
