import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '#core/contract/workspace.ts';
import { SEARCH_BOX_ID } from '../../commands/focus-search.ts';
import { IconButton } from '../../ui/button.tsx';
import { useProblemText } from '../../ui/problem-view.tsx';
import { SearchOption } from './search-option.tsx';
import { useSuggestions } from './use-suggestions.ts';
import './search.css';

/** 检索框: one box for names, numbers, pinyin initials and coordinates (ARIA combobox with a listbox). */
export function SearchBox({ workspace }: { readonly workspace: Workspace }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const listId = useId();
  const { suggestions, message, error, searching } = useSuggestions(text, workspace);
  const problem = useProblemText(error);
  const shown = open && text.trim() !== '';
  const index = Math.min(active, suggestions.length - 1);

  const take = (at: number) => {
    suggestions[at]?.go();
    if (suggestions[at]) setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const count = suggestions.length;
    if (event.key === 'ArrowDown' && count > 0) setActive(shown ? (index + 1) % count : 0);
    else if (event.key === 'ArrowUp' && count > 0) setActive(shown ? (index + count - 1) % count : count - 1);
    else if (event.key === 'Enter') take(index);
    else if (event.key === 'Escape' && (shown || text)) {
      if (shown) setOpen(false);
      else setText('');
      event.stopPropagation();
      event.nativeEvent.stopImmediatePropagation();
      return;
    } else return;
    event.preventDefault();
    if (event.key.startsWith('Arrow')) setOpen(true);
  };

  return (
    <search className="search">
      <Search size={17} aria-hidden className="search-icon" />
      <input
        id={SEARCH_BOX_ID}
        className="search-input"
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        placeholder={t('search.placeholder')}
        aria-label={t('search.label')}
        aria-expanded={shown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown && suggestions[index] ? `${listId}-${index}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {text && (
        <IconButton className="search-clear" label={t('search.clear')} onClick={() => setText('')}>
          <X size={16} />
        </IconButton>
      )}
      <div className="search-results" hidden={!shown}>
        <div id={listId} role="listbox" aria-label={t('search.results')}>
          {suggestions.map((suggestion, at) => (
            <SearchOption
              key={suggestion.key}
              id={`${listId}-${at}`}
              suggestion={suggestion}
              selected={at === index}
              onTake={() => take(at)}
            />
          ))}
        </div>
        <p className="search-message" role="status">
          {error
            ? problem.title
            : (message ??
              (suggestions.length === 0 ? t(searching ? 'search.searching' : 'search.nothing') : null))}
        </p>
      </div>
    </search>
  );
}
