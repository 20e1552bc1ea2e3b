/**
 * A geometry for a column of SRID 4490: WKB or EWKB as bytes or hex text in, EWKB bytes out. Bytes that carry no SRID get
 * 4490; another SRID is left for the column's own check to refuse.
 */
export function toEwkb(geometry: Uint8Array | string): Buffer {
  const bytes =
    typeof geometry === 'string'
      ? Buffer.from(geometry, 'hex')
      : Buffer.from(geometry.buffer, geometry.byteOffset, geometry.byteLength);
  if (bytes.length < 5 || (typeof geometry === 'string' && bytes.length * 2 !== geometry.length)) {
    throw new TypeError('a bulk geometry must be WKB bytes or hex text');
  }
  const little = bytes[0] === 1;
  const type = little ? bytes.readUInt32LE(1) : bytes.readUInt32BE(1);
  if ((type & hasSrid) !== 0) return bytes;
  const header = Buffer.alloc(9);
  header[0] = little ? 1 : 0;
  const write = (value: number, offset: number) =>
    little ? header.writeUInt32LE(value, offset) : header.writeUInt32BE(value, offset);
  write((type | hasSrid) >>> 0, 1);
  write(cgcs2000, 5);
  return Buffer.concat([header, bytes.subarray(5)]);
}

const hasSrid = 0x2000_0000;
const cgcs2000 = 4490;
