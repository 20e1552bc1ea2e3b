import { create } from 'zustand';
import { Fence, type FenceZone } from '#core/field/fence-index.ts';
import {
  type GeofenceEvent,
  type GeofenceState,
  type LayerWatch,
  startOfWatch,
  watchFence,
} from '#core/field/geofence.ts';
import type { DeviceFix } from '#core/patches/operation.ts';
import { onFix } from './position.ts';

/** Layers of which nobody should be inside unknowingly, the gravest first. */
export const WATCHED_LAYERS = ['ecological_redlines', 'permanent_farmland', 'farmland_protection'] as const;

interface FenceWatchState {
  readonly watch: GeofenceState;
  /** The visit whose notice was put away, by layer: the zone that was told. */
  readonly silenced: readonly string[];
}

/** 电子围栏 of the downloaded areas, and where the person is to them. */
export const useFenceWatch = create<FenceWatchState>()(() => ({ watch: startOfWatch, silenced: [] }));

let fence: Fence | null = null;
let all: readonly FenceZone[] = [];
const listeners = new Set<(event: GeofenceEvent) => void>();

/** Takes the watched zones of the downloaded areas; overlapping downloads bring one zone several times. */
export function setFenceZones(zones: readonly FenceZone[]): void {
  const watched = zones.filter(({ layer }) => (WATCHED_LAYERS as readonly string[]).includes(layer));
  const unique = new Map(watched.map((zone) => [`${zone.layer} ${zone.id}`, zone]));
  all = [...unique.values()];
  fence = unique.size > 0 ? new Fence(all) : null;
  useFenceWatch.setState({ watch: startOfWatch });
}

/** Zones of the downloaded areas: what a drawing may join. */
export function zonesNear(): readonly FenceZone[] {
  return all;
}

/** What is to be said, once a visit; the returned function stops. */
export function onFenceEvent(listener: (event: GeofenceEvent) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Puts the notice of a layer away until the person has left it. */
export function silenceFence(layer: string): void {
  useFenceWatch.setState(({ silenced }) => ({ silenced: [...silenced, layer] }));
}

/** The layer to be told about now, the gravest the person is in; null: none. */
export function alarmOf({ watch, silenced }: FenceWatchState): { layer: string; place: LayerWatch } | null {
  for (const layer of WATCHED_LAYERS) {
    const place = watch.layers[layer];
    if (place?.inside && !silenced.includes(layer)) return { layer, place };
  }
  return null;
}

export function followFence(fix: DeviceFix): void {
  if (!fence) return;
  const { watch, silenced } = useFenceWatch.getState();
  const { state, events } = watchFence(watch, fix, fence.at(fix.lonLat));
  const left = events.filter(({ kind }) => kind === 'left').map(({ layer }) => layer);
  useFenceWatch.setState({ watch: state, silenced: silenced.filter((layer) => !left.includes(layer)) });
  for (const event of events) for (const tell of listeners) tell(event);
}

onFix(followFence);
