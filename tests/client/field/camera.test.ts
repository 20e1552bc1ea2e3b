import { describe, expect, it } from 'vitest';
import { exifFacts } from '../../../client/field/camera/exif-facts.ts';
import { endsAsBoxes, endsAsJpeg, sniff } from '../../../client/field/camera/sniff.ts';
import { cameraDirection } from '../../../client/field/position/camera-heading.ts';

const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part)),
  );

describe('what a file is', () => {
  it.each([
    ['jpeg', bytes([0xff, 0xd8, 0xff, 0xe1])],
    ['png', bytes([0x89], 'PNG\r\n', [0x1a], '\n')],
    ['webp', bytes('RIFF', [1, 2, 3, 4], 'WEBP')],
    ['heic', bytes([0, 0, 0, 24], 'ftypheic', [0, 0, 0, 0], 'mif1')],
    ['heic', bytes([0, 0, 0, 24], 'ftypmif1', [0, 0, 0, 0], 'heic')],
    ['video', bytes([0, 0, 0, 24], 'ftypisom', [0, 0, 2, 0], 'isomiso2')],
    ['video', bytes([0, 0, 0, 20], 'ftypqt  ', [0, 0, 0, 0])],
    ['video', bytes([0x1a, 0x45, 0xdf, 0xa3])],
    ['empty', bytes()],
    ['unknown', bytes('MZ', [0x90, 0])],
    // The server does not keep it.
    ['unknown', bytes([0, 0, 0, 24], 'ftypavif', [0, 0, 0, 0], 'avif')],
  ] as const)('is told by its bytes: %s', (kind, data) => {
    expect(sniff(data)).toBe(kind);
  });

  it('a JPEG whose end never came is told from a whole one', () => {
    expect(endsAsJpeg(bytes([1, 2, 0xff, 0xd9]))).toBe(true);
    expect(endsAsJpeg(bytes([1, 0xff, 0xd9, 0, 0]))).toBe(true);
    expect(endsAsJpeg(bytes([1, 2, 3, 0xff]))).toBe(false);
  });

  it('a HEIC whose boxes do not end with it is told from a whole one', () => {
    const head = bytes([0, 0, 0, 16], 'ftypheic', [0, 0, 0, 0], [0, 0, 0, 8], 'meta');
    const rest = [0, 0, 0, 12];
    expect(endsAsBoxes(head)).toBe(true);
    expect(endsAsBoxes(new Uint8Array([...head, ...bytes(rest, 'mdat', [1, 2, 3, 4])]))).toBe(true);
    expect(endsAsBoxes(new Uint8Array([...head, ...bytes(rest, 'mdat', [1, 2])]))).toBe(false);
    expect(endsAsBoxes(head.subarray(0, 16))).toBe(false);
    expect(endsAsBoxes(bytes([0, 0, 0, 2], 'ftypheic'))).toBe(false);
  });
});

describe('what a picture says of itself', () => {
  it('gives position, direction and time in Beijing', () => {
    const facts = exifFacts({
      latitude: 39.1,
      longitude: 117.1,
      GPSHPositioningError: 4.5,
      GPSImgDirection: 361,
      GPSImgDirectionRef: 'M',
      DateTimeOriginal: '2026:11:23 09:30:00',
    });
    const at = Date.UTC(2026, 10, 23, 1, 30);
    expect(facts).toEqual({
      takenAt: at,
      fix: { lonLat: [117.1, 39.1], accuracyMeters: 4.5, at },
      bearing: 1,
      bearingReference: 'magnetic',
    });
  });

  it('follows the offset where there is one', () => {
    const { takenAt } = exifFacts({
      DateTimeOriginal: '2026:11:23 09:30:00',
      OffsetTimeOriginal: '+00:00',
    });
    expect(takenAt).toBe(Date.UTC(2026, 10, 23, 9, 30));
  });

  it('never guesses what is not there', () => {
    const nothing = { takenAt: null, fix: null, bearing: null, bearingReference: null };
    expect(exifFacts(undefined)).toEqual(nothing);
    expect(exifFacts({ DateTimeOriginal: '0000:00:00 00:00:00' })).toEqual(nothing);
    expect(exifFacts({ latitude: 0, longitude: 0, DateTimeOriginal: '2026:11:23 09:30:00' }).fix).toBeNull();
    expect(exifFacts({ latitude: 200, longitude: 117 }).fix).toBeNull();
  });

  it('does not trust a position whose error is not told', () => {
    const tags = { latitude: 39, longitude: 117, DateTimeOriginal: '2026:11:23 09:30:00' };
    expect(exifFacts(tags).fix?.accuracyMeters).toBe(50);
  });
});

describe('where the camera looks', () => {
  it('is where the back of an upright phone points', () => {
    // Upright, screen towards the person: the back looks north at alpha 0.
    expect(cameraDirection({ alpha: 0, beta: 90, gamma: 0 }, true).heading?.degrees).toBeCloseTo(0, 6);
    expect(cameraDirection({ alpha: 270, beta: 90, gamma: 0 }, true).heading?.degrees).toBeCloseTo(90, 6);
    expect(cameraDirection({ alpha: 0, beta: 90, gamma: 0 }, true).pitch).toBeCloseTo(0, 6);
  });

  it('is the same upright and leaning', () => {
    for (const beta of [50, 70, 90, 110]) {
      expect(cameraDirection({ alpha: 300, beta, gamma: 0 }, true).heading?.degrees).toBeCloseTo(60, 6);
    }
    expect(cameraDirection({ alpha: 300, beta: 70, gamma: 0 }, true).pitch).toBeCloseTo(-20, 6);
  });

  it('is where the upper edge points while the phone lies in the hand', () => {
    expect(cameraDirection({ alpha: 315, beta: 5, gamma: 0 }, true).heading?.degrees).toBeCloseTo(45, 6);
  });

  it('holds for a phone on its side', () => {
    const { heading, pitch } = cameraDirection({ alpha: 0, beta: 0, gamma: -90 }, true);
    expect(heading?.degrees).toBeCloseTo(90, 6);
    expect(pitch).toBeCloseTo(0, 6);
  });

  it('is not known from angles that are of no north', () => {
    expect(cameraDirection({ alpha: 10, beta: 90, gamma: 0 }, false).heading).toBeNull();
    expect(
      cameraDirection({ alpha: 10, beta: 90, gamma: 0, webkitCompassHeading: 123 }, false).heading,
    ).toEqual({ degrees: 123, reference: 'magnetic' });
  });
});
