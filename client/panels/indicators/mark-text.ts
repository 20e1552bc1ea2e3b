/** 文中一段: [start, end) with what it is about. */
export interface Span {
  readonly at: readonly [number, number];
  /** Index of the proposal; null for a contradiction. */
  readonly proposal: number | null;
}

export interface TextPiece {
  readonly text: string;
  readonly proposal: number | null;
  readonly contradiction: boolean;
}

/** 标记原文: cuts a text where spans begin and end; the pieces put together are the text again, whatever the spans are. */
export function markText(text: string, spans: readonly Span[]): TextPiece[] {
  const clip = (index: number) => Math.max(0, Math.min(text.length, index));
  const sound = spans
    .map(({ at, proposal }) => ({ start: clip(at[0]), end: clip(at[1]), proposal }))
    .filter(({ start, end }) => start < end);
  const cuts = [...new Set([0, text.length, ...sound.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  );
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index]!;
    const over = sound.filter((span) => span.start <= start && span.end >= end);
    return {
      text: text.slice(start, end),
      proposal: over.find((span) => span.proposal !== null)?.proposal ?? null,
      contradiction: over.some((span) => span.proposal === null),
    };
  });
}
