import { useTheme } from '../../../app/theme.ts';
import { crewColours } from '../../../map/patches/crew-colours.ts';
import { COLOURS } from './division-picture.ts';

/** The number of a part as it stands on the map, in its colour. */
export function NumberMark({ index }: { readonly index: number }) {
  const theme = useTheme();
  return (
    <span className="division-mark" style={{ background: crewColours[index % COLOURS]![theme] }} aria-hidden>
      {index + 1}
    </span>
  );
}
