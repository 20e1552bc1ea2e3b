/** 还可征转: the less of what is left of the quota and of the farmland above its floor, never below 0, in m². */
export interface RoomAnswer {
  readonly squareMeters: number;
  /** What binds; `no-floor`: only the quota is known. */
  readonly limit: 'quota' | 'floor' | 'no-floor' | 'over-quota' | 'below-floor';
}

export function roomAnswer(room: {
  readonly leftSquareMeters: number;
  readonly floorMarginSquareMeters: number | null;
}): RoomAnswer {
  const { leftSquareMeters: left, floorMarginSquareMeters: floor } = room;
  if (left < 0) return { squareMeters: 0, limit: 'over-quota' };
  if (floor === null) return { squareMeters: left, limit: 'no-floor' };
  if (floor < 0) return { squareMeters: 0, limit: 'below-floor' };
  return floor < left ? { squareMeters: floor, limit: 'floor' } : { squareMeters: left, limit: 'quota' };
}
