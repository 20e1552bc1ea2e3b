import FileInput from 'lucide-react/icons/file-input';
import MousePointerClick from 'lucide-react/icons/mouse-pointer-click';
import PenLine from 'lucide-react/icons/pen-line';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemKind } from '#core/contract/what-if.ts';
import { useEscape } from '../../app/escape.ts';
import { useTool } from '../../state/tool.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/controls.tsx';
import { type Content, ITEM_LIMIT, KINDS } from './content.ts';
import { useDraft } from './draft.ts';
import { ImportDialog } from './import-dialog.tsx';
import { ItemCard } from './item-card.tsx';
import { drawItem, endShape } from './shaping.ts';
import { useFigures } from './use-figures.ts';

/** 事项: how they come into the scenario, and each of them. */
export function ItemList({ content }: { readonly content: Content }) {
  const { t } = useTranslation();
  const { selected, shaping, picking } = useDraft();
  const drawing = useTool((state) => state.tool === 'shape') && shaping !== null;
  const { answer, current } = useFigures();
  const [kind, setKind] = useState<ItemKind>('conversion');
  const [importing, setImporting] = useState(false);
  useEscape(picking, () => useDraft.setState({ picking: false }));
  const full = content.items.length >= ITEM_LIMIT ? t('whatIf.tooMany', { count: ITEM_LIMIT }) : undefined;

  return (
    <section aria-label={t('whatIf.items')}>
      <h3 className="what-if-heading">
        {t('whatIf.items')} <small>{t('whatIf.itemCount', { count: content.items.length })}</small>
      </h3>
      <div className="what-if-buttons">
        <Select
          label={t('whatIf.newKind')}
          value={kind}
          options={KINDS.map((value) => ({ value, label: t(`whatIf.kind.${value}`) }))}
          onChange={setKind}
        />
        <Button
          icon={<PenLine size={16} aria-hidden />}
          aria-pressed={drawing}
          disabledReason={full}
          onClick={() => (drawing ? endShape() : drawItem(kind))}
        >
          {t(drawing ? 'whatIf.endShape' : 'whatIf.draw')}
        </Button>
        <Button
          icon={<MousePointerClick size={16} aria-hidden />}
          aria-pressed={picking}
          disabledReason={full}
          onClick={() => {
            endShape();
            useDraft.setState({ picking: !picking });
          }}
        >
          {t('whatIf.pick.button')}
        </Button>
        <Button
          icon={<FileInput size={16} aria-hidden />}
          disabledReason={full}
          onClick={() => setImporting(true)}
        >
          {t('whatIf.import.button')}
        </Button>
      </div>
      {picking && (
        <p className="field-note" role="status">
          {t('whatIf.pick.how')}
        </p>
      )}
      {content.items.length === 0 && <p className="target-note">{t('whatIf.noItems')}</p>}
      <ul className="what-if-items">
        {content.items.map((item) => (
          <ItemCard
            key={item.id}
            item={item}
            figures={answer?.items.find(({ id }) => id === item.id) ?? null}
            stale={!current}
            open={item.id === selected}
            shaping={drawing && shaping?.item === item.id}
          />
        ))}
      </ul>
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </section>
  );
}
