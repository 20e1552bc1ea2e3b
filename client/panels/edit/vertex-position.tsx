import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LonLat } from '#core/contract/shared.ts';
import { parseCoordinates } from '#core/geometry/coordinates.ts';
import { useWorkspace } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Box } from './box.tsx';

interface VertexPositionProps {
  /** 1-based, as the list counts. */
  readonly number: number;
  readonly text: string;
  readonly onMove: (to: LonLat) => void;
}

/** 拐点坐标: typed in any notation that the search box understands. */
export function VertexPosition({ number, text, onMove }: VertexPositionProps) {
  const { t } = useTranslation();
  const { data: workspace } = useWorkspace();
  const [typed, setTyped] = useState(text);
  const [wrong, setWrong] = useState(false);
  const apply = () => {
    const found = typed === text ? null : parseCoordinates(typed, workspace?.bounds);
    if (found && 'lonLat' in found) onMove([found.lonLat[0], found.lonLat[1]]);
    else setWrong(typed !== text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    apply();
  };
  return (
    <div className="vertex-position">
      <Box
        label={t('edit.shape.position', { number })}
        error={wrong ? t('edit.shape.unreadable') : undefined}
      >
        {(control) => (
          <input
            {...control}
            className="input"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setWrong(false);
            }}
            onKeyDown={onKeyDown}
          />
        )}
      </Box>
      <Button onClick={apply}>{t('edit.shape.apply')}</Button>
    </div>
  );
}
