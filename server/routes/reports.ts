import { exportReport as endpoint } from '#core/contract/indicators.ts';
import type { AppContext } from '#server/context.ts';
import type { Routes } from '#server/http/routes.ts';
import { exportReport } from '#server/reports/export-report.ts';

/** 指标报告: a file to sign; leaves an audit line before its first byte. */
export function reportRoutes(routes: Routes, { measurements, config: { vertexLimit } }: AppContext): void {
  routes.on(endpoint, ({ actor, run, query }) =>
    exportReport({ actor, run }, query, { measurements, vertexLimit }),
  );
}
