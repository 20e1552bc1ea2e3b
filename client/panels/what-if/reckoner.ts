import type { WhatIf } from '#core/contract/what-if.ts';

/** 试算状态: what the card shows. */
export interface Figures {
  readonly answer: WhatIf | null;
  /** Who worked it out: this browser, or the database. */
  readonly source: 'preview' | 'server' | null;
  /** It belongs to the outlines that are on the screen, or did a blink ago; else it is dimmed. */
  readonly current: boolean;
  /** It belongs to them, and nothing newer is being worked out. */
  readonly settled: boolean;
  /** The server cannot be reached: a preview stays a preview. */
  readonly offline: boolean;
  /** Largest difference of a piece between browser and database, m²; null when they agree to 0.1 m² or only one has spoken. */
  readonly difference: number | null;
  readonly problem: unknown;
}

export const noFigures: Figures = {
  answer: null,
  source: null,
  current: false,
  settled: false,
  offline: false,
  difference: null,
  problem: null,
};

/** Pieces may differ by so much between the two clippers, m². */
const TOLERANCE = 0.1;

export interface ReckonerOptions<Question> {
  /** The database's answer. */
  readonly ask: (question: Question, signal: AbortSignal) => Promise<WhatIf>;
  /** The browser's own; null when it has not the ground for it, or newer items came. */
  readonly preview: (question: Question) => Promise<WhatIf | null>;
  readonly isOffline: (problem: unknown) => boolean;
  readonly tell: (figures: Figures) => void;
  /** Calls back once before the next frame. */
  readonly frame: (run: () => void) => void;
  /** The finger is still after so many milliseconds. */
  readonly settle?: number;
  /** Figures are dimmed when they are older than the outline by so many milliseconds. */
  readonly grace?: number;
  /** An unreachable server is asked again after so many milliseconds. */
  readonly again?: number;
}

/**
 * 实时试算: at most one preview a frame while the outline moves, and one question to the database when it has stopped. An answer to an older
 * outline never takes the place of a newer one, nor stands there as if it were current.
 */
export class Reckoner<Question> {
  readonly #options: ReckonerOptions<Question>;
  #figures: Figures = noFigures;
  #question: Question | null = null;
  /** Numbers of the latest question, and of the one whose answer is shown. */
  #wanted = 0;
  #shown = 0;
  #previews = new Map<number, WhatIf>();
  #framed = false;
  #settleTimer: ReturnType<typeof setTimeout> | undefined;
  #staleTimer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | null = null;

  constructor(options: ReckonerOptions<Question>) {
    this.#options = options;
  }

  want(question: Question): void {
    if (question === this.#question) return;
    this.#question = question;
    this.#wanted += 1;
    if (this.#figures.settled) this.#set({ settled: false });
    this.#previews.clear();
    this.#asking?.abort();
    this.#asking = null;
    clearTimeout(this.#settleTimer);
    this.#settleTimer = setTimeout(() => void this.#ask(), this.#options.settle ?? 50);
    this.#staleTimer ??= this.#dimLater();
    this.#previewSoon();
  }

  /** The ground for previews has come, or the network is back. */
  refresh(): void {
    if (this.#question === null || this.#isSettled()) return;
    this.#previewSoon();
    if (this.#figures.offline) void this.#ask();
  }

  /** The data have changed: what is shown is out of date. */
  askAgain(): void {
    if (this.#question === null) return;
    this.#wanted += 1;
    this.#previews.clear();
    this.#set({ current: false, settled: false });
    void this.#ask();
  }

  /** Nothing is asked any more. */
  stop(): void {
    this.#question = null;
    this.#figures = noFigures;
    this.#wanted += 1;
    this.#asking?.abort();
    clearTimeout(this.#settleTimer);
    this.#undim();
    this.#options.tell(noFigures);
  }

  #isSettled(): boolean {
    return this.#shown === this.#wanted && this.#figures.source === 'server';
  }

  #set(change: Partial<Figures>): void {
    this.#figures = { ...this.#figures, ...change };
    this.#options.tell(this.#figures);
  }

  #dimLater(): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.#staleTimer = undefined;
      if (this.#shown !== this.#wanted) this.#set({ current: false });
    }, this.#options.grace ?? 100);
  }

  #undim(): void {
    clearTimeout(this.#staleTimer);
    this.#staleTimer = undefined;
  }

  #previewSoon(): void {
    if (this.#framed) return;
    this.#framed = true;
    this.#options.frame(() => {
      this.#framed = false;
      void this.#preview();
    });
  }

  async #preview(): Promise<void> {
    const [question, number] = [this.#question, this.#wanted];
    if (question === null || this.#isSettled()) return;
    const answer = await this.#options.preview(question).catch((error: unknown) => {
      console.error(error);
      return null;
    });
    // The database may have been quicker, and a later preview counts more.
    if (
      !answer ||
      this.#question === null ||
      number < this.#shown ||
      (number === this.#shown && this.#isSettled())
    )
      return;
    if (number === this.#wanted) this.#previews.set(number, answer);
    this.#show(number, { answer, source: 'preview', difference: null, problem: null });
  }

  #show(number: number, change: Partial<Figures>): void {
    this.#shown = number;
    this.#undim();
    const current = number === this.#wanted;
    // A finger that goes on moving is followed closely; it is the next answer that is late, if any.
    if (!current) this.#staleTimer = this.#dimLater();
    this.#set({ ...change, current: current || this.#figures.current, settled: current });
  }

  async #ask(): Promise<void> {
    const [question, number] = [this.#question, this.#wanted];
    if (question === null) return;
    clearTimeout(this.#settleTimer);
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const answer = await this.#options.ask(question, asking.signal);
      if (asking.signal.aborted || number !== this.#wanted) return;
      const preview = this.#previews.get(number);
      const difference = preview ? differenceOf(preview, answer) : null;
      this.#show(number, { answer, source: 'server', offline: false, difference, problem: null });
    } catch (problem) {
      if (asking.signal.aborted || number !== this.#wanted) return;
      const offline = this.#options.isOffline(problem);
      this.#set({ offline, problem: offline ? null : problem });
      if (offline) this.#settleTimer = setTimeout(() => void this.#ask(), this.#options.again ?? 4000);
    }
  }
}

/** Largest difference of a piece's area, m²; null within the tolerance. A piece that only one has counts whole. */
export function differenceOf(a: WhatIf, b: WhatIf): number | null {
  const areas = new Map<string, number>();
  for (const piece of a.pieces) add(areas, `${piece.item} ${piece.parcel}`, piece.parcelSquareMeters);
  for (const piece of b.pieces) add(areas, `${piece.item} ${piece.parcel}`, -piece.parcelSquareMeters);
  const largest = Math.max(0, ...[...areas.values()].map(Math.abs));
  return largest > TOLERANCE ? largest : null;
}

function add(areas: Map<string, number>, key: string, area: number): void {
  areas.set(key, (areas.get(key) ?? 0) + area);
}
