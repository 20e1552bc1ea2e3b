import ArrowLeft from 'lucide-react/icons/arrow-left';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { DemonstrationMark } from '../../../ui/demonstration-mark.tsx';
import { useFocusOnMount } from '../../../ui/use-focus-on-mount.ts';
import { useShownRegion } from '../../batches/queries.ts';
import { useOpened } from '../opened.ts';
import './division.css';

interface DeskFrameProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** 拆分台与合并台: the way back, what is being done, and the work itself. */
export function DeskFrame({ title, children }: DeskFrameProps) {
  const { t } = useTranslation();
  const { demonstration } = useShownRegion();
  const heading = useFocusOnMount<HTMLHeadingElement>();
  return (
    <div className="patches patch-review">
      <header className="patch-top">
        <Button
          variant="quiet"
          icon={<ArrowLeft size={16} aria-hidden />}
          onClick={() => useOpened.setState({ division: null })}
        >
          {t('patches.division.back')}
        </Button>
        {demonstration && <DemonstrationMark small />}
      </header>
      <h3 ref={heading} tabIndex={-1} className="patch-title">
        {title}
      </h3>
      {children}
    </div>
  );
}
