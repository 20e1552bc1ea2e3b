const LONGEST_PX = 320;

/** 缩略图: a small JPEG (mostly below 20 kB) of a picture; null for what the browser cannot draw (a video, HEIC). */
export async function makeThumbnail(blob: Blob): Promise<ArrayBuffer | null> {
  if (typeof createImageBitmap === 'undefined' || typeof document === 'undefined') return null;
  try {
    const picture = await createImageBitmap(blob);
    const scale = Math.min(1, LONGEST_PX / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.6));
    return small && (await small.arrayBuffer());
  } catch {
    return null;
  }
}
