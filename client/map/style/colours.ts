/** 底图配色: colours of our own base map, light and dark; catalogue layers keep the colours staff know in both. */
export interface MapColours {
  readonly outside: string;
  readonly ground: string;
  readonly water: string;
  readonly road: string;
  readonly roadCasing: string;
  readonly label: string;
  readonly halo: string;
  readonly graticule: string;
  readonly graticuleLabel: string;
  /** Hairline between parcels. */
  readonly hairline: string;
  readonly selection: string;
  readonly selectionCasing: string;
  readonly lit: string;
  /** Outlines that are compared: what was, somebody else's, and the pieces between. */
  readonly before: string;
  readonly theirs: string;
  readonly gained: string;
  readonly lost: string;
}

export const mapColours: Record<'light' | 'dark', MapColours> = {
  light: {
    outside: '#e9ece8',
    ground: '#f8f8f4',
    water: '#b5d7ec',
    road: '#ffffff',
    roadCasing: '#cfd2cc',
    label: '#26322c',
    halo: 'rgba(255,255,255,0.92)',
    graticule: 'rgba(70,90,110,0.28)',
    graticuleLabel: '#5b6b78',
    hairline: 'rgba(70,70,60,0.38)',
    selection: '#0b57d0',
    selectionCasing: '#ffffff',
    lit: '#d1007a',
    before: '#3d4742',
    theirs: '#b34700',
    gained: '#00693e',
    lost: '#a3123b',
  },
  dark: {
    outside: '#101513',
    ground: '#1c2421',
    water: '#1d4258',
    road: '#39423d',
    roadCasing: '#252d29',
    label: '#eef3f0',
    halo: 'rgba(12,18,15,0.9)',
    graticule: 'rgba(160,180,200,0.22)',
    graticuleLabel: '#9fb0bd',
    hairline: 'rgba(10,14,12,0.55)',
    selection: '#8ab4f8',
    selectionCasing: '#0b1220',
    lit: '#ff7ac0',
    before: '#e4ebe6',
    theirs: '#ffb26b',
    gained: '#6fe0aa',
    lost: '#ff8fab',
  },
};
