import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '#core/contract/workspace.ts';
import { useAsOfDialog } from '../state/as-of.ts';
import { useLeaving } from '../state/leaving.ts';
import { useTool } from '../state/tool.ts';
import { Waiting } from '../ui/progress.tsx';
import { AsOfBanner } from './as-of-banner.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { AsOfDialog, LeaveDialog, MeasureStrip, ShapeStrip } from './lazy-parts.ts';

// Asked for as soon as this file runs, beside the workspace, not after it.
const mapModule = import('../map/map-view.tsx');
const MapView = lazy(async () => ({ default: (await mapModule).MapView }));

interface MapAreaProps {
  readonly workspace: Workspace;
  readonly children?: ReactNode;
}

/** The map and what floats over it. */
export function MapArea({ workspace, children }: MapAreaProps) {
  const { t } = useTranslation();
  const tool = useTool((state) => state.tool);
  const leaving = useLeaving((state) => state.go !== null);
  const choosingMoment = useAsOfDialog((state) => state.open);
  return (
    <ErrorBoundary>
      <Suspense fallback={<Waiting label={t('map.opening')} />}>
        <MapView workspace={workspace}>
          {children}
          <AsOfBanner />
          <Suspense>
            {tool === 'shape' && <ShapeStrip />}
            {(tool === 'measure-length' || tool === 'measure-area') && (
              <MeasureStrip kind={tool === 'measure-length' ? 'length' : 'area'} />
            )}
          </Suspense>
        </MapView>
      </Suspense>
      <Suspense>
        {leaving && <LeaveDialog />}
        {choosingMoment && <AsOfDialog />}
      </Suspense>
    </ErrorBoundary>
  );
}
