import ArrowLeft from 'lucide-react/icons/arrow-left';
import { type ComponentType, lazy, Suspense, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useEscape } from '../../app/escape.ts';
import { whenFieldMap } from '../../map/field/field-map.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Waiting } from '../../ui/progress.tsx';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { FieldErrorBoundary } from './error-boundary.tsx';
import { type FieldPanel, type FieldPanelProps, panels } from './panels.ts';
import { makeRoom } from './room.ts';
import { type FieldPath, goBack } from './route.ts';

/** Those that have been loaded: shown at once, without React's waiting screen in between. */
const loaded = new Map<string, ComponentType<FieldPanelProps>>();
const late = new Map<string, ComponentType<FieldPanelProps>>(
  Object.keys(panels).map((name) => [
    name,
    lazy(() => loadPanel(name).then((Panel) => ({ default: Panel }))),
  ]),
);

/** Loads a panel before it is asked for. */
export async function loadPanel(name: string): Promise<ComponentType<FieldPanelProps>> {
  const { Panel } = await panels[name]!.load();
  loaded.set(name, Panel);
  return Panel;
}

/** The panel of an address; undefined for the map alone, and for an address that is none of ours. */
export function panelOf(path: FieldPath): FieldPanel | undefined {
  const [name] = path;
  return name !== undefined && Object.hasOwn(panels, name) ? panels[name] : undefined;
}

/** 面板: a sheet with a way back: its arrow, Esc, and the phone's own back button do the same. */
export function PanelHost({ path }: { readonly path: FieldPath }) {
  const { t } = useTranslation();
  const panel = panelOf(path);
  const [name = '', ...rest] = path;
  // A panel stays what it was when it opened: it must not be made anew when its part has come.
  const Part = useMemo(() => loaded.get(name) ?? late.get(name), [name]);
  useEscape(panel !== undefined, goBack);
  if (!panel || !Part) return null;
  return (
    <PanelFrame key={name} panel={panel} title={t(panel.title)}>
      <FieldErrorBoundary>
        <Suspense fallback={<Waiting label={t('ui.loading')} />}>
          <Part rest={rest} />
        </Suspense>
      </FieldErrorBoundary>
    </PanelFrame>
  );
}

interface PanelFrameProps {
  readonly panel: FieldPanel;
  readonly title: string;
  readonly children: React.ReactNode;
}

function PanelFrame({ panel: { shape }, title, children }: PanelFrameProps) {
  const { t } = useTranslation();
  const heading = useFocusOnMount<HTMLHeadingElement>();
  const frame = useRoomOnMap(shape === 'over');
  return (
    <section ref={frame} className={classNames('panel', `panel-${shape}`)} aria-label={title}>
      <header className="panel-header">
        <IconButton label={t('shell.back')} onClick={goBack}>
          <ArrowLeft size={26} aria-hidden />
        </IconButton>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </header>
      <div className="panel-body">{children}</div>
    </section>
  );
}

/** A panel over the map tells the map how much it covers, so that the cross stays in the middle of what is seen. */
function useRoomOnMap(active: boolean): (element: HTMLElement | null) => void {
  useEffect(() => () => makeRoom(null), []);
  return (element) => {
    if (!element || !active) return;
    const observer = new ResizeObserver(() => makeRoom(element));
    let left = false;
    // A map that comes later is told then.
    void whenFieldMap().then(() => left || observer.observe(element));
    return () => {
      left = true;
      observer.disconnect();
    };
  };
}
