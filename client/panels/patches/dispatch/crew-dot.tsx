import { useTheme } from '../../../app/theme.ts';
import { crewColours } from '../../../map/patches/crew-colours.ts';

/** 班组色: repeats what the name beside it says. */
export function CrewDot({ colour }: { readonly colour: number }) {
  const theme = useTheme();
  return <span className="crew-dot" aria-hidden style={{ background: crewColours[colour]?.[theme] }} />;
}
