import exifr from 'exifr';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExif } from '../../../client/field/camera/read-exif.ts';

interface Place {
  readonly latitude: number;
  readonly longitude: number;
  readonly direction: number;
  readonly error: number;
  readonly little: boolean;
}

type Entry = readonly [tag: number, type: number, values: readonly number[] | string];

/** A JPEG with nothing but its EXIF. */
function jpegOf(tiff: Uint8Array): Uint8Array {
  const length = tiff.length + 8;
  return new Uint8Array([
    ...[0xff, 0xd8, 0xff, 0xe1, length >> 8, length & 255],
    ...[0x45, 0x78, 0x69, 0x66, 0, 0],
    ...tiff,
    ...[0xff, 0xda, 0, 2, 0xff, 0xd9],
  ]);
}

function tiffOf({ latitude, longitude, direction, error, little }: Place): Uint8Array {
  const dms = (degrees: number): number[] => {
    const seconds = Math.round(Math.abs(degrees) * 3600 * 1e4);
    const whole = Math.floor(seconds / 36e6);
    const minutes = Math.floor((seconds % 36e6) / 6e5);
    return [whole, 1, minutes, 1, seconds % 6e5, 1e4];
  };
  const bytes: number[] = new Array(2000).fill(0);
  const view = new DataView(new ArrayBuffer(2000));
  let free = 400;
  const write = (at: number, entries: readonly Entry[]) => {
    view.setUint16(at, entries.length, little);
    entries.forEach(([tag, type, values], i) => {
      const entry = at + 2 + 12 * i;
      const units = typeof values === 'string' ? [...`${values}\0`].map((c) => c.charCodeAt(0)) : [...values];
      const size = type === 2 ? 1 : type === 5 ? 4 : type === 3 ? 2 : 4;
      view.setUint16(entry, tag, little);
      view.setUint16(entry + 2, type, little);
      view.setUint32(entry + 4, type === 5 ? units.length / 2 : units.length, little);
      let where = entry + 8;
      if (units.length * size > 4) {
        view.setUint32(where, free, little);
        where = free;
        free += units.length * size + 4;
      }
      units.forEach((unit, index) => {
        if (size === 1) view.setUint8(where + index, unit);
        else if (size === 2) view.setUint16(where + 2 * index, unit, little);
        else view.setUint32(where + 4 * index, unit, little);
      });
    });
  };
  view.setUint16(0, little ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  write(8, [
    [0x0112, 3, [1]],
    [0x8769, 4, [60]],
    [0x8825, 4, [120]],
  ]);
  write(60, [
    [0x9003, 2, '2026:11:23 09:30:00'],
    [0x9011, 2, '+08:00'],
  ]);
  write(120, [
    [1, 2, latitude < 0 ? 'S' : 'N'],
    [2, 5, dms(latitude)],
    [3, 2, longitude < 0 ? 'W' : 'E'],
    [4, 5, dms(longitude)],
    [16, 2, 'M'],
    [17, 5, [Math.round(direction * 100), 100]],
    [31, 5, [Math.round(error * 10), 10]],
  ]);
  for (let i = 0; i < 2000; i++) bytes[i] = view.getUint8(i);
  return new Uint8Array(bytes);
}

describe('what a picture carries', () => {
  it('is read as another library reads it, in either order of bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          latitude: fc.double({ min: -89, max: 89, noNaN: true }),
          longitude: fc.double({ min: -179, max: 179, noNaN: true }),
          direction: fc.double({ min: 0, max: 359, noNaN: true }),
          error: fc.double({ min: 0.1, max: 1000, noNaN: true }),
          little: fc.boolean(),
        }),
        async (place) => {
          const jpeg = jpegOf(tiffOf(place));
          const ours = readExif(jpeg)!;
          const theirs = await exifr.parse(jpeg, { gps: true, exif: true, tiff: true, reviveValues: false });
          expect(ours.latitude).toBeCloseTo(theirs.latitude, 7);
          expect(ours.longitude).toBeCloseTo(theirs.longitude, 7);
          expect(ours.GPSImgDirection).toBeCloseTo(theirs.GPSImgDirection, 6);
          expect(ours.GPSHPositioningError).toBeCloseTo(theirs.GPSHPositioningError, 6);
          expect(ours.DateTimeOriginal).toBe(theirs.DateTimeOriginal);
          expect(ours.OffsetTimeOriginal).toBe(theirs.OffsetTimeOriginal);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is found in the chunk of a PNG and behind the offset of a HEIC', () => {
    const tiff = tiffOf({ latitude: 39.1, longitude: 117.1, direction: 10, error: 5, little: true });
    const text = (word: string) => [...word].map((c) => c.charCodeAt(0));
    const png = new Uint8Array([0x89, ...text('PNG\r\n'), 0, 0, 7, 208, ...text('eXIf'), ...tiff]);
    const heic = new Uint8Array([0, 0, 0, 6, ...text('Exif'), 0, 0, ...tiff]);
    for (const data of [png, heic]) expect(readExif(data)?.latitude).toBeCloseTo(39.1, 6);
  });

  it('is nothing where there is nothing, and never an error', () => {
    expect(readExif(new Uint8Array([0xff, 0xd8, 0xff, 0xd9]))).toBeNull();
    const whole = jpegOf(tiffOf({ latitude: 39, longitude: 117, direction: 0, error: 5, little: true }));
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: whole.length }),
        fc.array(fc.tuple(fc.integer({ min: 6, max: 300 }), fc.integer({ min: 0, max: 255 })), {
          maxLength: 20,
        }),
        (length, flips) => {
          const damaged = whole.slice();
          for (const [at, value] of flips) damaged[at] = value;
          readExif(damaged.subarray(0, length));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
