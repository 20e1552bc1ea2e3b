import type { LayerId } from '#core/catalog/types.ts';
import type { Region } from '../plane/outline.ts';

/** A feature that has no number yet; `key` names it for the records that hang on it. */
export interface Draft {
  readonly layer: LayerId;
  readonly key?: string;
  readonly regionCode: string;
  readonly ground: readonly Region[];
  readonly columns: Readonly<Record<string, unknown>>;
}

/** The figure as the document prints it, in the columns every reported layer has. */
export function reportedColumns(
  [text, unit]: readonly [string, string],
  document: string,
  note?: string | null,
): Record<string, unknown> {
  return { reported_text: text, reported_unit: unit, source_document: document, source_note: note ?? null };
}
