import MapPin from 'lucide-react/icons/map-pin';
import { layerById } from '#core/catalog/index.ts';
import { Swatch } from '../../ui/swatch.tsx';
import { swatchOf } from '../layers/layer-row.tsx';
import type { Suggestion } from './use-suggestions.ts';

interface SearchOptionProps {
  readonly id: string;
  readonly suggestion: Suggestion;
  readonly selected: boolean;
  readonly onTake: () => void;
}

export function SearchOption({ id, suggestion, selected, onTake }: SearchOptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox answers the keys
    <div
      id={id}
      className="search-option"
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      // The input must keep the focus, or the list would close before the click arrives.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      {suggestion.layer ? (
        <Swatch symbol={swatchOf(layerById(suggestion.layer))} />
      ) : (
        <MapPin size={18} aria-hidden />
      )}
      <span className="search-option-text">
        <span>{suggestion.title}</span>
        <small>{suggestion.detail}</small>
      </span>
    </div>
  );
}
