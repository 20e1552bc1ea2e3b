import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '#core/evidence/canonical.ts';
import { type EvidenceFile, manifestText, sealedManifest } from '#core/evidence/manifest.ts';
import { verifyEvidence } from '#core/evidence/verify.ts';

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const contents = new Map<string, Uint8Array>([
  ['report.pdf', Buffer.from('%PDF-1.7 图斑举证报告')],
  ['photos/01_近景.jpg', Buffer.from('near')],
  ['photos/02_全景.jpg', Buffer.from('panoramic')],
]);
const files: EvidenceFile[] = [...contents].map(([name, bytes]) => ({
  name,
  role: name.endsWith('.pdf') ? 'report' : 'photo',
  byteCount: bytes.length,
  mediaType: 'image/jpeg',
  sha256: sha(bytes),
}));
const content: Json = {
  patch: { number: 'BJ20261123-0A1B2C', areaSquareMeters: 1234.56, note: '“引号”与 emoji 🌾' },
  corners: [
    [117.081, 39.101],
    [-0, 1e21],
  ],
  nothing: null,
};
const manifest = Buffer.from(manifestText(sealedManifest(content, files)));
const found = (bytes: ReadonlyMap<string, Uint8Array> = contents) =>
  [...bytes].map(([name, each]) => ({ name, byteCount: each.length, sha256: sha(each) }));
const flipped = (bytes: Uint8Array, at: number, bit: number) => {
  const copy = Uint8Array.from(bytes);
  copy[at]! ^= 1 << bit;
  return copy;
};
const codes = (bytes: Uint8Array, given = found()) =>
  verifyEvidence(bytes, given).findings.map(({ code }) => code);

describe('verifying an evidence pack', () => {
  it('finds nothing in a pack that is as it was made', () => {
    const { findings, intact } = verifyEvidence(manifest, found());
    expect(findings).toEqual([]);
    expect(intact).toHaveLength(3);
  });

  it('finds any flipped bit in any file that the manifest names, and names the file', () => {
    fc.assert(
      fc.property(fc.constantFrom(...contents.keys()), fc.nat(), fc.nat(7), (name, at, bit) => {
        const bytes = contents.get(name)!;
        const altered = new Map(contents).set(name, flipped(bytes, at % bytes.length, bit));
        const { findings } = verifyEvidence(manifest, found(altered));
        expect(findings).toMatchObject([
          { code: 'evidence.file.altered', severity: 'error', context: { file: name, expected: sha(bytes) } },
        ]);
      }),
    );
  });

  it('finds every single flipped bit of the manifest itself', () => {
    for (let at = 0; at < manifest.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const { findings } = verifyEvidence(flipped(manifest, at, bit), found());
        expect(
          findings.some(({ severity }) => severity === 'error'),
          `byte ${at} bit ${bit}`,
        ).toBe(true);
      }
    }
  });

  it('finds a manifest whose text was touched though it says the same', () => {
    const value = JSON.parse(manifest.toString()) as object;
    for (const text of [
      `${manifest}\n`,
      `${manifest.toString().replace('{', '{ ')}`,
      JSON.stringify(value, null, 2),
    ])
      expect(codes(Buffer.from(text))).toContain('evidence.manifest.altered');
  });

  it('finds a figure that was changed together with its seal: the hash in the QR code is another then', () => {
    const forged = sealedManifest({ ...(content as object), patch: { areaSquareMeters: 1 } }, files);
    const { findings, manifest: read } = verifyEvidence(Buffer.from(manifestText(forged)), found());
    expect(findings).toEqual([]);
    expect(read?.contentSha256).not.toBe(sealedManifest(content, files).contentSha256);
  });

  it('names what is missing, what does not belong, and what only has another name', () => {
    const given = new Map([...contents].filter(([name]) => name !== 'photos/02_全景.jpg'));
    expect(codes(manifest, found(given))).toEqual(['evidence.file.missing']);
    expect(codes(manifest, found(new Map(contents).set('more.jpg', Buffer.from('x'))))).toEqual([
      'evidence.file.extra',
    ]);
    given.set('renamed.jpg', contents.get('photos/02_全景.jpg')!);
    expect(codes(manifest, found(given))).toEqual(['evidence.file.renamed']);
  });

  it('says of what is no manifest, or one of a later program, that it cannot be read', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('{}'), Buffer.from([0xff, 0xfe]), Buffer.from('[1]')])
      expect(codes(bytes)).toEqual(['evidence.manifest.unreadable']);
    expect(codes(Buffer.from(manifest.toString().replace('"version":1', '"version":2')))).toEqual([
      'evidence.manifest.newer',
    ]);
  });

  it('writes one text for one value, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed as Json)).toBe(canonicalJson(value as Json));
        expect(canonicalJson(JSON.parse(canonicalJson(value as Json)) as Json)).toBe(
          canonicalJson(value as Json),
        );
      }),
    );
    expect(() => canonicalJson({ area: Number.NaN })).toThrow(RangeError);
  });
});
