import { LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/i18n.ts';
import { useTheme } from '../../app/theme.ts';
import { useMedia } from '../../app/use-media.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useAreaText } from '../../ui/area.tsx';
import { courseOption } from './chart-option.ts';
import type { CourseLine } from './course-points.ts';

register([LineChart, GridComponent, LegendComponent, MarkLineComponent, AriaComponent, SVGRenderer]);

/** 走势图. What it shows is also a table. */
export function Chart({ course }: { readonly course: CourseLine }) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const language = useLanguage();
  const theme = useTheme();
  const unit = usePreferences((state) => state.unit);
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const text = useAreaText();
  const last = course.points.at(-1);
  const label = t('dashboard.course.label', {
    count: course.points.length,
    last: last?.label ?? '',
    value: last ? text(last.farmland) : '',
  });

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    element.dataset.theme = theme;
    const chart = init(element, null, { renderer: 'svg', locale: language === 'zh' ? 'ZH' : 'EN' });
    // The theme reaches the style sheet after the effects of the parts.
    const drawing = requestAnimationFrame(() => {
      const style = getComputedStyle(document.documentElement);
      chart.setOption(
        courseOption(course, {
          unit,
          language,
          still,
          words: {
            measured: t('dashboard.course.measured'),
            forecast: t('dashboard.course.forecast'),
            floor: (area) => t('dashboard.course.floor', { area }),
          },
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
  }, [course, language, theme, unit, still, t]);

  return <div className="dashboard-chart" ref={place} role="img" aria-label={label} />;
}
