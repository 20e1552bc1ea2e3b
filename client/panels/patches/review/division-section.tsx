import Combine from 'lucide-react/icons/combine';
import Scissors from 'lucide-react/icons/scissors';
import { useTranslation } from 'react-i18next';
import type { PatchView } from '#core/contract/patches.ts';
import { useMay } from '../../../state/session.ts';
import { Button } from '../../../ui/button.tsx';
import { useOpened } from '../opened.ts';
import { usePatch } from '../queries.ts';

/** 拆分与合并 of who may review; what its state forbids says why. */
export function DivisionSection({ patch }: { readonly patch: PatchView }) {
  const { t } = useTranslation();
  const may = useMay();
  if (!may('review', 'patches', patch.regionCode)) return null;
  const why = hindrance(patch);
  const hindered = why ? t(`patches.division.hindered.${why}`) : undefined;
  return (
    <section className="patch-section" aria-label={t('patches.division.title')}>
      <h4>{t('patches.division.title')}</h4>
      <div className="patches-tools">
        {patch.splitState !== 'split' && (
          <Button
            icon={<Scissors size={16} aria-hidden />}
            disabledReason={hindered}
            onClick={() => useOpened.setState({ division: { kind: 'split', uid: patch.uid } })}
          >
            {t('patches.split.open')}
          </Button>
        )}
        {patch.splitState === 'split' && <MergeParts parts={patch.parts} selected={patch.parts} all />}
        {patch.splitState === 'part' && patch.parents[0] && (
          <MergeWithSiblings parent={patch.parents[0].uid} patch={patch} hindered={hindered} />
        )}
      </div>
      <p className="patches-note">{hindered ?? t(`patches.division.note.${patch.splitState}`)}</p>
    </section>
  );
}

interface Kin {
  readonly uid: string;
}

function MergeWithSiblings({
  parent,
  patch,
  hindered,
}: {
  readonly parent: string;
  readonly patch: Kin;
  readonly hindered: string | undefined;
}) {
  const { data } = usePatch(parent);
  return <MergeParts parts={data?.parts ?? []} selected={[patch]} hindered={hindered} />;
}

function MergeParts({
  parts,
  selected,
  all = false,
  hindered,
}: {
  readonly parts: readonly Kin[];
  readonly selected: readonly Kin[];
  readonly all?: boolean;
  readonly hindered?: string | undefined;
}) {
  const { t } = useTranslation();
  const uids = (list: readonly Kin[]) => list.map(({ uid }) => uid);
  return (
    <Button
      icon={<Combine size={16} aria-hidden />}
      disabledReason={hindered ?? (parts.length < 2 ? t('patches.division.hindered.alone') : undefined)}
      onClick={() =>
        useOpened.setState({ division: { kind: 'merge', uids: uids(parts), selected: uids(selected) } })
      }
    >
      {t(all ? 'patches.merge.openAll' : 'patches.merge.open')}
    </Button>
  );
}

/** Why the server would refuse. A parent that was split is merged through its parts. */
function hindrance({ withdrawn, state, splitState, conflictList }: PatchView) {
  if (withdrawn) return 'withdrawn';
  if (splitState === 'split') return null;
  if (state === 'closed') return 'closed';
  return conflictList.length > 0 ? 'conflicts' : null;
}
