import Flag from 'lucide-react/icons/flag';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';
import type { PatchOverlay, PatchView } from '#core/contract/patches.ts';
import { isFarmland, type LandGroup, landGroup } from '#core/vocabulary/land-use.ts';
import { useLanguage } from '../../../app/i18n.ts';
import { lightUp } from '../../../map/highlight.ts';
import { useSelection } from '../../../state/selection.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { timeText } from '../../../ui/time.ts';
import { MuArea, useMuText } from '../mu-area.tsx';
import { useBilingual } from '../names.ts';
import { useOverlayNow } from '../queries.ts';

type Key =
  | 'total'
  | 'farmland'
  | 'permanent'
  | 'agricultural'
  | 'construction'
  | 'unused'
  | 'redline'
  | 'outsideUrban'
  | 'unsurveyed';
type Piece = PatchOverlay['pieces'][number];

interface Figure {
  readonly key: Key;
  readonly field: `${Key}SquareMeters`;
  /** The layer whose pieces it sums; null: it is what no piece covers. */
  readonly layer: LayerId | null;
  readonly of?: (piece: Piece, day: string) => boolean;
}

const ofGroup = (group: LandGroup) => (piece: Piece, day: string) =>
  landGroup(piece.code ?? '', day) === group;

const FIGURES: readonly Figure[] = [
  { key: 'total', field: 'totalSquareMeters', layer: null },
  {
    key: 'farmland',
    field: 'farmlandSquareMeters',
    layer: 'land_parcels',
    of: ({ code }) => isFarmland(code ?? ''),
  },
  { key: 'permanent', field: 'permanentSquareMeters', layer: 'permanent_farmland' },
  {
    key: 'agricultural',
    field: 'agriculturalSquareMeters',
    layer: 'land_parcels',
    of: ofGroup('agricultural'),
  },
  {
    key: 'construction',
    field: 'constructionSquareMeters',
    layer: 'land_parcels',
    of: ofGroup('construction'),
  },
  { key: 'unused', field: 'unusedSquareMeters', layer: 'land_parcels', of: ofGroup('unused') },
  { key: 'redline', field: 'redlineSquareMeters', layer: 'ecological_redlines' },
  { key: 'outsideUrban', field: 'outsideUrbanSquareMeters', layer: null },
  { key: 'unsurveyed', field: 'unsurveyedSquareMeters', layer: null },
];

function piecesOf({ layer, of }: Figure, { pieces, asOf, madeAt }: PatchOverlay): readonly Piece[] {
  const day = asOf ?? madeAt.slice(0, 10);
  return pieces.filter((piece) => piece.layer === layer && (of?.(piece, day) ?? true));
}

/** 套合账: what of the patch lies on each layer, down to the stored pieces; what could not be laid over is told, never shown as zero. */
export function OverlayAccount({ patch }: { readonly patch: PatchView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const make = useOverlayNow(patch.uid);
  const { overlay } = patch;
  return (
    <section className="patch-section" aria-label={t('patches.overlay.title')}>
      <h4>{t('patches.overlay.title')}</h4>
      {overlay ? (
        <>
          <p className="patches-note">
            {t('patches.overlay.made', {
              time: timeText(overlay.madeAt, language),
              day: overlay.asOf ?? t('patches.overlay.today'),
            })}
          </p>
          {overlay.stale && (
            <p className="patch-warning" role="note">
              {t('patches.overlay.stale')}
            </p>
          )}
          <Account overlay={overlay} />
        </>
      ) : (
        <p className="patches-note">{t('patches.overlay.none')}</p>
      )}
      {make.error && <ProblemView error={make.error} />}
      <div className="patches-tools">
        <Button
          disabledReason={make.isPending ? t('patches.overlay.making') : undefined}
          onClick={() => make.mutate()}
        >
          {make.isPending
            ? t('patches.overlay.making')
            : t(overlay ? 'patches.overlay.again' : 'patches.overlay.make')}
        </Button>
      </div>
    </section>
  );
}

function Account({ overlay }: { readonly overlay: PatchOverlay }) {
  const { t } = useTranslation();
  const both = useBilingual();
  const mu = useMuText();
  const [open, setOpen] = useState<Key | null>(null);
  const opened = FIGURES.find(({ key }) => key === open);
  const unmeasured = (layer: string | null) => overlay.notMeasured.find((each) => each.layer === layer);
  return (
    <>
      {overlay.thresholds.map((threshold) => (
        <p
          key={threshold.code}
          className={threshold.reached ? 'patch-threshold patch-reached' : 'patch-threshold'}
        >
          <Flag size={15} aria-hidden />
          <span>
            {both(threshold.text)}
            <small>
              {t(threshold.reached ? 'patches.overlay.reached' : 'patches.overlay.notReached', {
                area: mu(threshold.areaSquareMeters),
                limit: threshold.limitMu,
              })}{' '}
              {threshold.source}
              {!threshold.verified && ` · ${t('patches.overlay.unverified')}`}
            </small>
          </span>
        </p>
      ))}
      <table className="table patch-overlay">
        <caption className="visually-hidden">{t('patches.overlay.title')}</caption>
        <tbody>
          {FIGURES.map((figure) => {
            const { key, field, layer } = figure;
            const missing = unmeasured(layer);
            const pieces = piecesOf(figure, overlay);
            return (
              <tr key={key}>
                <th scope="row">{t(`patches.overlay.figure.${key}`)}</th>
                <td className="numeric">
                  {missing ? (
                    <span title={both(missing.reason)}>{t('patches.overlay.notMeasured')}</span>
                  ) : (
                    <MuArea value={overlay[field]} />
                  )}
                </td>
                <td>
                  {!missing && pieces.length > 0 && (
                    <button
                      type="button"
                      className="link-button"
                      aria-expanded={open === key}
                      onClick={() => setOpen(open === key ? null : key)}
                    >
                      {t('patches.overlay.pieces', { count: pieces.length })}
                    </button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {overlay.notMeasured.map(({ layer, reason }) => (
        <p key={layer} className="patches-note">
          {t('patches.overlay.notMeasured')}：{both(reason)}
        </p>
      ))}
      {opened && <Pieces overlay={overlay} figure={opened} />}
    </>
  );
}

function Pieces({ overlay, figure }: { readonly overlay: PatchOverlay; readonly figure: Figure }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { layer, key } = figure;
  if (!layer) return null;
  const pieces = piecesOf(figure, overlay);
  return (
    <div className="patch-pieces">
      <h5>
        {t('patches.overlay.piecesOf', {
          figure: t(`patches.overlay.figure.${key}`),
          layer: layerById(layer).title[language],
        })}
      </h5>
      <ul>
        {pieces.map((piece) => (
          <li key={`${piece.id} ${piece.code}`}>
            <button
              type="button"
              className="link-button"
              onClick={() => {
                lightUp([{ layer, id: piece.id }]);
                useSelection.getState().setCurrent({ layer, id: piece.id });
              }}
            >
              {piece.label || piece.id}
            </button>
            <span>
              {piece.code} {piece.name}
            </span>
            <MuArea value={piece.areaSquareMeters} />
          </li>
        ))}
      </ul>
      <p className="patches-note">
        {t('patches.overlay.sum')}{' '}
        <MuArea value={pieces.reduce((sum, piece) => sum + piece.areaSquareMeters, 0)} />
      </p>
    </div>
  );
}
