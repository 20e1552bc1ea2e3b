import type { Bilingual } from '#core/problem.ts';

/** A command line that cannot be understood. */
export class UsageError extends Error {
  readonly text: Bilingual;

  constructor(text: Bilingual) {
    super(text.en);
    this.text = text;
  }
}
