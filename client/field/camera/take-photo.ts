/** Rear camera, as many pixels as it has. */
const CONSTRAINTS: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: { ideal: 'environment' }, width: { ideal: 4096 }, height: { ideal: 3072 } },
};

export type CameraProblem = 'insecure' | 'none' | 'denied' | 'busy';

/** 打开相机. @throws CameraProblem as a string */
export async function openCamera(): Promise<MediaStream> {
  if (!window.isSecureContext) throw 'insecure' satisfies CameraProblem;
  if (!navigator.mediaDevices?.getUserMedia) throw 'none' satisfies CameraProblem;
  try {
    return await navigator.mediaDevices.getUserMedia(CONSTRAINTS);
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError') throw 'denied' satisfies CameraProblem;
    throw (name === 'NotReadableError' ? 'busy' : 'none') satisfies CameraProblem;
  }
}

export function closeCamera(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

interface StillCamera {
  takePhoto(): Promise<Blob>;
}
type StillCameraConstructor = new (track: MediaStreamTrack) => StillCamera;

/** A picture in the sensor's full size takes the camera a moment; a slower one is taken from the live view. */
const PATIENCE_MS = 2500;

/** 快门: a JPEG of the sensor's full size where the browser can, else of the live view. @throws Error when there is no picture */
export async function takePhoto(stream: MediaStream, video: HTMLVideoElement): Promise<Blob> {
  const [track] = stream.getVideoTracks();
  const Still = (window as { ImageCapture?: StillCameraConstructor }).ImageCapture;
  if (Still && track?.readyState === 'live') {
    const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
    const still = await Promise.race([new Still(track).takePhoto().catch(() => null), late]).catch(
      () => null,
    );
    if (still && still.size > 0 && still.type === 'image/jpeg') return still;
  }
  return pictureOf(video, video.videoWidth, video.videoHeight);
}

/** JPEG of what can be drawn, at a size in pixels. */
export async function pictureOf(
  source: CanvasImageSource,
  width: number,
  height: number,
  decorate?: (context: CanvasRenderingContext2D) => void,
): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context || width === 0) throw new Error('no picture');
  context.drawImage(source, 0, 0, width, height);
  decorate?.(context);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92));
  // Phones keep canvases until memory is short, unless told.
  canvas.width = 0;
  if (!blob) throw new Error('no picture');
  return blob;
}
