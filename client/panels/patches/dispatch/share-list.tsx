import Route from 'lucide-react/icons/route';
import { useTranslation } from 'react-i18next';
import { useLengthText } from '../../../ui/length.ts';
import { useDaysText } from '../light-mark.tsx';
import { CrewDot } from './crew-dot.tsx';
import type { Share } from './plan.ts';

interface ShareListProps {
  readonly shares: readonly Share[];
  /** Grids by patch, when they decide; null: one holder takes all. */
  readonly grids: ReadonlyMap<
    string,
    { readonly name: string; readonly person: string | null } | null
  > | null;
}

/** 建议路线: each share in the order of its round, with the way from stop to stop. */
export function ShareList({ shares, grids }: ShareListProps) {
  const { t } = useTranslation();
  const length = useLengthText();
  const days = useDaysText();
  return shares.map(({ holder, patches, round }, index) => {
    const byId = new Map(patches.map((patch) => [patch.uid, patch]));
    const total = round.totalMeters - (round.legs[0]?.meters ?? 0);
    return (
      <section
        key={holder?.id ?? 'nobody'}
        className="share"
        aria-label={holder?.name ?? t('patches.dispatch.unassigned')}
      >
        <h4>
          <CrewDot colour={holder?.colour ?? index % 8} />
          {holder?.name ?? t(grids ? 'patches.dispatch.noGrid' : 'patches.dispatch.unassigned')}
          <small>
            <Route size={14} aria-hidden />{' '}
            {t('patches.dispatch.round', { count: round.legs.length, length: length(total) })}
          </small>
        </h4>
        <ol>
          {round.legs.map(({ id, meters }, stop) => {
            const patch = byId.get(id);
            const grid = grids?.get(id);
            return (
              <li key={id}>
                <span>{patch?.number}</span>
                <small>
                  {[
                    stop > 0 && t('patches.dispatch.leg', { length: length(meters) }),
                    patch && days(patch.deadline),
                    grid &&
                      (grid.person && !holder
                        ? t('patches.dispatch.gridWithout', { grid: grid.name, person: grid.person })
                        : grid.name),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </li>
            );
          })}
        </ol>
      </section>
    );
  });
}
