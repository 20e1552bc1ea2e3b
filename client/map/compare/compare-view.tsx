import type { MultiPolygon } from 'geojson';
import GripVertical from 'lucide-react/icons/grip-vertical';
import type { Map as MapLibreMap } from 'maplibre-gl';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '#core/contract/workspace.ts';
import type { Moments } from '../../state/as-of.ts';
import { whenMap } from '../handle.ts';
// What both draw with is one part of the program with the map, which is there already.
import '../map-view.tsx';
import { buildStyle, type Wanted } from '../style/build-style.ts';
import { useWanted } from '../use-wanted.ts';
import { type CompareMap, showCompareMap } from './compare-map.ts';
import { dividerAfterKey, dividerAt } from './divider.ts';
import './compare-view.css';

/** One side: a day on the ground, and what it is drawn on. */
export interface CompareSide {
  /** ISO day; null: as the screen shows. */
  readonly asOf: string | null;
  readonly imagery: boolean;
  readonly label: string;
}

interface CompareViewProps {
  readonly workspace: Workspace;
  readonly left: CompareSide;
  readonly right: CompareSide;
  /** Ringed on both sides. */
  readonly outline: MultiPolygon;
}

/** 卷帘对比: the left side over the map up to a divider, the right side beyond it; both move with the one map. */
export function CompareView({ workspace, left, right, outline }: CompareViewProps) {
  const [map, setMap] = useState<MapLibreMap | null>(null);
  useEffect(() => {
    let gone = false;
    void whenMap().then((ready) => !gone && setMap(ready));
    return () => {
      gone = true;
    };
  }, []);
  const place = map?.getContainer().parentElement;
  if (!map || !place) return null;
  return createPortal(
    <Swipe map={map} workspace={workspace} left={left} right={right} outline={outline} />,
    place,
  );
}

function Swipe({ map, workspace, left, right, outline }: CompareViewProps & { readonly map: MapLibreMap }) {
  const { t } = useTranslation();
  const [share, setShare] = useState(50);
  const box = useRef<HTMLDivElement>(null);
  const wanted = useWanted(workspace);
  const drag = (x: number) => {
    const rect = box.current?.getBoundingClientRect();
    if (rect) setShare(dividerAt(x, rect));
  };
  return (
    <div className="compare" ref={box}>
      {/* The first map shows this side already when nothing differs. */}
      {(left.asOf !== null || left.imagery !== (wanted.tianditu !== null)) && (
        <Side
          map={map}
          outline={outline}
          wanted={wantedOf(wanted, left, workspace)}
          clip={`inset(0 ${100 - share}% 0 0)`}
        />
      )}
      <Side
        map={map}
        outline={outline}
        wanted={wantedOf(wanted, right, workspace)}
        clip={`inset(0 0 0 ${share}%)`}
      />
      <span className="compare-label compare-left">{left.label}</span>
      <span className="compare-label compare-right">{right.label}</span>
      <div
        className="compare-divider"
        role="slider"
        tabIndex={0}
        aria-label={t('patches.compare.divider')}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share)}
        aria-valuetext={t('patches.compare.value', {
          left: left.label,
          right: right.label,
          share: Math.round(share),
        })}
        style={{ left: `${share}%` }}
        onKeyDown={(event) => {
          const next = dividerAfterKey(event.key, share, event.shiftKey);
          if (next === null) return;
          event.preventDefault();
          event.stopPropagation();
          setShare(next);
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag(event.clientX);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event.clientX);
        }}
      >
        <span className="compare-grip" aria-hidden>
          <GripVertical size={18} />
        </span>
      </div>
    </div>
  );
}

function Side({
  map,
  wanted,
  outline,
  clip,
}: {
  readonly map: MapLibreMap;
  readonly wanted: Wanted;
  readonly outline: MultiPolygon;
  readonly clip: string;
}) {
  const container = useRef<HTMLDivElement>(null);
  const shown = useRef<CompareMap | null>(null);
  const opening = useRef({ wanted, outline });
  useEffect(() => {
    shown.current = showCompareMap(
      map,
      container.current!,
      styleOf(opening.current.wanted, opening.current.outline),
    );
    return () => {
      shown.current?.stop();
      shown.current = null;
    };
  }, [map]);
  const key = JSON.stringify(wanted.moments) + wanted.tianditu;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the style is the same while what it shows is
  useEffect(
    () => shown.current?.want(styleOf(wanted, opening.current.outline)),
    [key, wanted.theme, wanted.settings, wanted.versions],
  );
  return (
    <div className="compare-side" style={{ clipPath: clip }}>
      <div ref={container} className="compare-map" />
    </div>
  );
}

function wantedOf(wanted: Wanted, side: CompareSide, workspace: Workspace): Wanted {
  const moments: Moments = side.asOf ? { asOf: side.asOf } : wanted.moments;
  return { ...wanted, moments, tianditu: side.imagery ? (workspace.tianditu?.tiles ?? null) : null };
}

function styleOf(wanted: Wanted, outline: MultiPolygon): ReturnType<typeof buildStyle> {
  const style = buildStyle(wanted);
  return { ...style, sources: { ...style.sources, selection: { type: 'geojson', data: outline } } };
}
