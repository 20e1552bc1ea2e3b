import { useTranslation } from 'react-i18next';
import type { Batch } from '#core/contract/batches.ts';
import type { GroundPiece } from '#core/contract/what-if.ts';
import { Area, useAreaText } from '../../ui/area.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { farmlandPromise, sumAreas } from './figures.ts';
import { showFeature } from './light.ts';

/** 分块: what each parcel of the batch takes from each land parcel, to 0.01 m²; a line shows its parcel on the map. */
export function Pieces({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation();
  const text = useAreaText();
  const { pieces, piecesStored, parcels } = batch;
  const names = new Map(parcels.map((parcel) => [String(parcel.id), parcel.name || parcel.number]));
  const columns: Column<GroundPiece>[] = [
    { key: 'land', title: t('batches.piece.land'), render: (piece) => piece.label || String(piece.parcel) },
    { key: 'item', title: t('batches.piece.item'), render: (piece) => names.get(piece.item) ?? piece.item },
    { key: 'class', title: t('batches.piece.class'), render: (piece) => piece.landClass },
    ...(['parcelSquareMeters', 'deductedSquareMeters', 'classSquareMeters'] as const).map((key) => ({
      key,
      title: t(`batches.piece.${key}`),
      numeric: true,
      render: (piece: GroundPiece) => <Area value={piece[key]} use="table" />,
    })),
  ];
  return (
    <section className="batch-section" aria-labelledby="batch-pieces">
      <h4 id="batch-pieces">{t('batches.pieces')}</h4>
      <p className="batch-note">{t(piecesStored ? 'batches.piecesStored' : 'batches.piecesComputed')}</p>
      {pieces.length > 0 && (
        <>
          <p className="batch-equation">
            {t('batches.piecesSum', {
              count: pieces.length,
              parcel: text(sumAreas(pieces.map((piece) => piece.parcelSquareMeters)), { unit: 'm2' }),
              farmland: text(farmlandPromise(batch), { unit: 'm2' }),
            })}
          </p>
          <details className="batch-more">
            <summary>{t('batches.showPieces', { count: pieces.length })}</summary>
            <div className="pieces-table">
              <Table
                caption={t('batches.piecesCaption', { count: pieces.length })}
                columns={columns}
                rows={pieces}
                rowKey={(piece) => `${piece.item}/${piece.parcel}/${piece.versionId}`}
                onActivate={(piece) => void showFeature({ layer: 'land_parcels', id: piece.parcel })}
              />
            </div>
          </details>
        </>
      )}
    </section>
  );
}
