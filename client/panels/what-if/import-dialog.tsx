import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemKind } from '#core/contract/what-if.ts';
import { useWorkspace } from '../../api/queries.ts';
import { useLanguage } from '../../app/i18n.ts';
import { fitBounds } from '../../map/highlight.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/controls.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { boundsOf, ITEM_LIMIT, KINDS, newItem } from './content.ts';
import { addItems, useDraft } from './draft.ts';
import { readOutlines } from './read-outlines.ts';
import { nameOfNew } from './shaping.ts';

/** Larger texts are files for the import panel. */
const LARGEST = 5_000_000;

/** 导入范围: outlines of a GeoJSON file, or coordinates typed or pasted, become items. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const textId = useId();
  const fileId = useId();
  const workspace = useWorkspace().data;
  const count = useDraft((state) => state.content?.items.length ?? 0);
  const [text, setText] = useState('');
  const [kind, setKind] = useState<ItemKind>('conversion');
  const [tooLarge, setTooLarge] = useState(false);
  const read = useMemo(
    () => (text.trim() === '' || !workspace ? null : readOutlines(text, workspace.districtBox)),
    [text, workspace],
  );
  const tooMany = read !== null && count + read.outlines.length > ITEM_LIMIT;
  const why =
    read === null
      ? t('whatIf.import.nothing')
      : (read.refusal?.[language] ?? (tooMany ? t('whatIf.tooMany', { count: ITEM_LIMIT }) : undefined));

  const add = () => {
    if (!read) return;
    const first = nameOfNew(kind);
    addItems(
      read.outlines.map(({ name, geometry }, index) =>
        newItem(kind, name ?? (index === 0 ? first : `${first}-${index + 1}`), geometry),
      ),
    );
    const bounds = boundsOf(read.outlines.map(({ geometry }) => geometry));
    if (bounds) void fitBounds(bounds, { maxZoom: 17 });
    onClose();
  };

  return (
    <Dialog
      title={t('whatIf.import.title')}
      onClose={onClose}
      actions={
        <Button variant="primary" disabledReason={why} onClick={add}>
          {t('whatIf.import.add', { count: read?.outlines.length ?? 0 })}
        </Button>
      }
    >
      <div className="what-if-form">
        <div className="field">
          <label htmlFor={fileId}>{t('whatIf.import.file')}</label>
          <input
            id={fileId}
            type="file"
            accept=".geojson,.json,.txt,.csv"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (!file) return;
              setTooLarge(file.size > LARGEST);
              if (file.size <= LARGEST) void file.text().then(setText);
            }}
          />
          {tooLarge && <p className="field-note field-error">{t('whatIf.import.tooLarge')}</p>}
        </div>
        <div className="field">
          <label htmlFor={textId}>{t('whatIf.import.text')}</label>
          <textarea
            id={textId}
            className="input what-if-text"
            rows={8}
            value={text.length > 20_000 ? `${text.slice(0, 20_000)}…` : text}
            readOnly={text.length > 20_000}
            aria-describedby={`${textId}-note`}
            onChange={(event) => setText(event.target.value)}
          />
          <p id={`${textId}-note`} className="field-note">
            {t('whatIf.import.hint')}
          </p>
        </div>
        <Select
          label={t('whatIf.item.kind')}
          value={kind}
          options={KINDS.map((value) => ({ value, label: t(`whatIf.kind.${value}`) }))}
          onChange={setKind}
        />
        <div role="status">
          {read?.refusal && <p className="field-note field-error">{read.refusal[language]}</p>}
          {read && !read.refusal && <p>{t('whatIf.import.found', { count: read.outlines.length })}</p>}
          {read?.notes.map((note) => (
            <p key={note.en} className="field-note">
              {note[language]}
            </p>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
