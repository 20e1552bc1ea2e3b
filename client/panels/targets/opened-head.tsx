import ArrowLeft from 'lucide-react/icons/arrow-left';
import { useWorkspace } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { DemonstrationMark } from '../../ui/demonstration-mark.tsx';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import './opened.css';

interface OpenedHeadProps {
  readonly title: string;
  /** Where the way back leads. */
  readonly back: string;
  readonly onBack: () => void;
}

/** 打开的数字的抬头: the way back, the mark of invented data, and the title, which takes the focus. */
export function OpenedHead({ title, back, onBack }: OpenedHeadProps) {
  const heading = useFocusOnMount<HTMLHeadingElement>();
  const demonstration = useWorkspace().data?.demonstration ?? false;
  return (
    <>
      <header className="opened-head">
        <Button variant="quiet" icon={<ArrowLeft size={16} aria-hidden />} onClick={onBack}>
          {back}
        </Button>
        {demonstration && <DemonstrationMark small />}
      </header>
      <h3 ref={heading} tabIndex={-1} className="opened-title">
        {title}
      </h3>
    </>
  );
}
