import { frameOf, interiorPoint, ringArea } from '../plane/ring.ts';
import { left, type Point } from '../plane/vector.ts';
import type { Random } from '../random.ts';
import type { ZoneKind } from './layout.ts';
import type { Piece } from './piece.ts';
import { cutPiece, layCorridor } from './piece.ts';
import { acrossPath, compactness, cutBlob, divide, isOpen, rows, strips, wavyPath } from './subdivide.ts';

/** 分区细分: one block in, finished parcels out. Farm blocks leave their fields open: the farmland quota decides what they are. */
export const zones: Readonly<Record<ZoneKind, (block: Piece, random: Random) => Piece[]>> = {
  farm: (block, random) => fields(block, random),
  cropland: (block, random) => fields(block, random, { crops: 80, orchard: 7, wood: 5, pond: 5, sheds: 2 }),
  orchard: (block, random) => fields(block, random, { orchard: 6, wood: 4, pond: 1 }),
  wood: (block, random) =>
    divide(block, 24000, [{ landClass: '1006', width: 4.5 }, undefined], random, 0.25).map((piece) =>
      settleOpen(piece, random.weighted({ '0307': 7, '0301': 4, '0404': 2, '0201': 1, '1104': 0.5 })),
    ),
  village,
  housing: (block, random) => compounds(block, random, 34000),
  'old-housing': (block, random) => compounds(block, random, 11000),
  commerce: (block, random) =>
    divide(
      block,
      11000,
      [{ landClass: '1004', width: 14 }, { landClass: '1004', width: 9 }, undefined],
      random,
    ).map((piece) =>
      settleOpen(piece, random.weighted({ '05H1': 9, '1005': 1, '0701': 1.5, '0810': 0.7, '1201': 0.6 })),
    ),
  campus: (block, random) =>
    divide(block, 42000, [{ landClass: '1004', width: 12 }, undefined], random).map((piece) =>
      settleOpen(piece, random.weighted({ '08H2': 8, '08H1': 2, '0809': 1, '0810': 1 })),
    ),
  industry: (block, random) =>
    divide(
      block,
      17000,
      [{ landClass: '1004', width: 16 }, { landClass: '1004', width: 11 }, undefined],
      random,
    ).map((piece) =>
      settleOpen(piece, random.weighted({ '0601': 12, '0508': 2, '1201': 1.4, '0809': 0.4, '0307': 0.5 })),
    ),
  logistics: (block, random) =>
    divide(block, 30000, [{ landClass: '1004', width: 16 }, undefined], random).map((piece) =>
      settleOpen(piece, random.weighted({ '0508': 7, '0601': 2, '1005': 1, '1201': 1.5 })),
    ),
  park,
  vacant: (block, random) =>
    divide(block, 26000, [{ landClass: '1004', width: 9 }, undefined], random, 0.12).map((piece) =>
      settleOpen(piece, random.weighted({ '1201': 7, '0404': 2, '0307': 3, '0601': 0.8, '1104': 0.3 })),
    ),
};

export const settle = (piece: Piece, landClass: string): Piece => ({ ...piece, landClass });

export function settleOpen(piece: Piece, landClass: string): Piece {
  if (!isOpen(piece)) return piece;
  return settle(piece, ringArea(piece.ring) > 400 || landClass !== '1104' ? landClass : '0404');
}

/** What a field block grows. All are 农用地, so that any farm block may be part of a conversion. */
const fieldUses = { crops: 62, orchard: 13, wood: 11, pond: 5, sheds: 3 };

/** 田块: roads and ditches between field blocks, then strips across each block that is ploughed or planted. */
function fields(
  block: Piece,
  random: Random,
  uses: Partial<Record<keyof typeof fieldUses, number>> = fieldUses,
): Piece[] {
  const parts = divide(
    block,
    random.between(22000, 30000),
    [
      { landClass: '1006', width: 5 },
      { landClass: '1107', width: 5.5 },
      { landClass: '1006', width: 4 },
    ],
    random,
    0.02,
  );
  return parts.flatMap((part, number) => {
    if (!isOpen(part)) return [part];
    const use = random.weighted(uses);
    if (use === 'wood') return [settle(part, '0307')];
    if (use === 'pond')
      return divide(part, 9000, [{ landClass: '1006', width: 3 }], random).map((pond) =>
        settleOpen(pond, '1104'),
      );
    const frame = frameOf(part.ring);
    const lean = random.between(-0.02, 0.02);
    const wide = use === 'orchard' ? 1.5 : 1;
    const step = random.between(24, 46) * wide;
    return strips({ ...part, block: number }, frame.axis, () => step * random.between(0.75, 1.3), lean).map(
      (strip) =>
        settle(strip, use === 'crops' ? '0102' : use === 'orchard' ? '0201' : random.pick(['1202', '0102'])),
    );
  });
}

function village(block: Piece, random: Random): Piece[] {
  const quarters = divide(
    block,
    random.between(22000, 32000),
    [
      { landClass: '1004', width: 8 },
      { landClass: '1004', width: 6 },
    ],
    random,
    0.04,
  );
  return quarters.flatMap((quarter) => {
    if (!isOpen(quarter)) return [quarter];
    return rows(quarter, 44, { landClass: '1004', width: 4.5 }, random).flatMap((row) =>
      homesteads(row, random),
    );
  });
}

/** Two lots deep, 14–24 m wide. */
function homesteads(row: Piece, random: Random): Piece[] {
  if (!isOpen(row)) return [row];
  const frame = frameOf(row.ring);
  const depth = frame.short[1] - frame.short[0];
  const use = (piece: Piece) =>
    settle(
      piece,
      random.weighted({ '0702': 40, '1201': 1.2, '05H1': 0.8, '0810': 0.5, '08H1': 0.25, '0307': 0.8 }),
    );
  const halves =
    depth > 34 ? strips(row, left(frame.axis), () => depth / 2 + random.between(-1.5, 1.5)) : [row];
  return halves.flatMap((half) => strips(half, frame.axis, () => random.between(16, 28)).map(use));
}

/** 居住小区: compounds with a row of shops on some streets, a school or a garden here and there. */
function compounds(block: Piece, random: Random, size: number): Piece[] {
  const streets = [
    { landClass: '1004', width: 14 },
    { landClass: '1004', width: 10 },
  ];
  return divide(block, size, streets, random).flatMap((piece) => {
    if (!isOpen(piece)) return [piece];
    const area = ringArea(piece.ring);
    if (area < size * 0.25 || compactness(piece.ring) < 0.35) {
      return [settle(piece, random.weighted({ '0810': 4, '0701': 3, '05H1': 2, '0809': 1 }))];
    }
    const use = random.weighted({ plain: 5, shops: 5, split: 3, school: 1.1, garden: 0.8, office: 0.5 });
    if (use === 'school') return [settle(piece, '08H2')];
    if (use === 'garden') return [settle(piece, '0810')];
    if (use === 'office') return [settle(piece, '08H1')];
    if (use === 'plain') return [settle(piece, '0701')];
    if (use === 'split')
      return divide(piece, size * 0.4, [undefined], random).map((part) => settle(part, '0701'));
    return withShops(piece, random);
  });
}

function withShops(piece: Piece, random: Random): Piece[] {
  const frame = frameOf(piece.ring);
  const depth = (random.between(18, 26) / (frame.short[1] - frame.short[0])) * (random.chance(0.5) ? 1 : -1);
  const turned = {
    axis: left(frame.axis),
    long: frame.short,
    short: [-frame.long[1], -frame.long[0]] as const,
  };
  const share = depth > 0 ? depth : 1 + depth;
  const parts = cutPiece(piece, acrossPath(turned, share, 0), 1);
  if (parts.length !== 2) return [settle(piece, '0701')];
  const shops = ringArea(parts[0]!.ring) < ringArea(parts[1]!.ring) ? 0 : 1;
  return parts.flatMap((part, i) =>
    i === shops
      ? strips(part, frame.axis, () => random.between(45, 110)).map((shop) =>
          settle(shop, random.chance(0.93) ? '05H1' : '0809'),
        )
      : [settle(part, '0701')],
  );
}

/** Lawns and woods around a lake, divided by curved paths. */
function park(block: Piece, random: Random): Piece[] {
  const path = wavyPath(block.ring, random.between(0.4, 0.6), 16, random);
  let parts = cutPiece(block, path, 2);
  if (ringArea(block.ring) > 60000 && parts.length > 1) {
    const middle: Point = path[Math.floor(path.length / 2)]!;
    const radius = Math.sqrt(ringArea(block.ring)) * random.between(0.2, 0.27);
    parts = cutBlob(parts, middle, radius, '1104', random);
  }
  return parts.flatMap((part) => {
    if (!isOpen(part)) return [part];
    const curved =
      ringArea(part.ring) > 40000
        ? layCorridor([part], wavyPath(part.ring, 0.5, 10, random), 5, '1004')
        : [part];
    return curved.map((piece) => settleOpen(piece, random.weighted({ '0810': 9, '0307': 2 })));
  });
}

export const placeOf = (piece: Piece): Point => interiorPoint(piece.ring);
