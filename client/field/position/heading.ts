import { create } from 'zustand';
import { angleBetween, type Heading } from '#core/field/bearing.ts';
import { cameraDirection, type Orientation } from './camera-heading.ts';

/** ask: the phone wants a press before it tells; none: it has no compass, or refuses. */
export type HeadingStatus = 'idle' | 'ask' | 'waiting' | 'on' | 'none';

interface HeadingState {
  readonly status: HeadingStatus;
  readonly heading: Heading | null;
  /** Degrees above the horizon, negative below. */
  readonly pitch: number | null;
}

/** 朝向 of the phone's camera. */
export const useHeading = create<HeadingState>()(() => ({ status: 'idle', heading: null, pitch: null }));

type Asking = typeof DeviceOrientationEvent & {
  requestPermission?: (absolute?: boolean) => Promise<'granted' | 'denied'>;
};

/** A device that may tell does so at once; one that is silent for so long waits for a press, or has no compass. */
const SILENT_MS = 700;
const NONE_MS = 3000;

const EVENT = 'ondeviceorientationabsolute' in window ? 'deviceorientationabsolute' : 'deviceorientation';
let holders = 0;
let granted = false;
let patience: ReturnType<typeof setTimeout> | undefined;

/** Holds the compass on until the returned function is called. */
export function holdHeading(): () => void {
  holders += 1;
  if (holders === 1) begin();
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    holders -= 1;
    if (holders === 0) end();
  };
}

/** Asks for the compass where the browser wants to be asked; must be called from a press. */
export async function allowHeading(): Promise<void> {
  const ask = (window.DeviceOrientationEvent as Asking | undefined)?.requestPermission;
  if (!ask) return;
  granted = (await ask(EVENT === 'deviceorientationabsolute').catch(() => 'denied')) === 'granted';
  // The camera may have been closed meanwhile.
  if (holders === 0) return;
  if (granted) begin();
  else useHeading.setState({ status: 'none' });
}

function begin(): void {
  clearTimeout(patience);
  const kind = window.DeviceOrientationEvent as Asking | undefined;
  if (!kind || !window.isSecureContext) {
    useHeading.setState({ status: 'none' });
    return;
  }
  useHeading.setState({ status: 'waiting' });
  // That a browser can be asked does not mean that it must be: some tell without, or remember the answer.
  addEventListener(EVENT, follow as EventListener);
  const mayAsk = kind.requestPermission !== undefined && !granted;
  // A device without a compass never sends an event with a value in it.
  patience = setTimeout(
    () => {
      if (useHeading.getState().status === 'waiting')
        useHeading.setState({ status: mayAsk ? 'ask' : 'none' });
    },
    mayAsk ? SILENT_MS : NONE_MS,
  );
}

function end(): void {
  clearTimeout(patience);
  removeEventListener(EVENT, follow as EventListener);
  useHeading.setState({ status: 'idle', heading: null, pitch: null });
}

function follow(event: DeviceOrientationEvent & Orientation): void {
  const absolute = EVENT === 'deviceorientationabsolute' || event.absolute;
  const { heading, pitch } = cameraDirection(event, absolute);
  if (!heading) return;
  const before = useHeading.getState();
  // Sixty events a second; a degree is what a person sees.
  const turned = !before.heading || angleBetween(before.heading.degrees, heading.degrees) >= 1;
  const tilted = pitch !== null && Math.abs((before.pitch ?? 999) - pitch) >= 2;
  if (before.status === 'on' && !turned && !tilted) return;
  useHeading.setState({ status: 'on', heading, pitch: pitch === null ? null : Math.round(pitch) });
}
