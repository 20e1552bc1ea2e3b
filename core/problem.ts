import type { Conflict } from '#core/contract/versions.ts';

/** A sentence in both languages of the product; Chinese is shown unless English is asked for. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** Where a refused request went wrong: any of file, layer, row (1-based), field, ring. */
export interface ProblemPlace {
  readonly file?: string;
  readonly layer?: string;
  readonly row?: number;
  readonly field?: string;
  readonly value?: string;
}

/** What some refusals carry beside the words; see `problemSchema`. */
export interface ProblemExtra {
  /** Both versions of a stale write. */
  readonly conflict?: Conflict;
  /** Seconds after which it is worth trying again. */
  readonly retryAfter?: number;
  /** Bytes of an upload that are here: where its next piece begins. */
  readonly received?: number;
}

export interface ProblemInit {
  /** kebab-case problem type, stable: clients switch on it. */
  readonly type: string;
  readonly status: number;
  readonly title: Bilingual;
  /** What happened, in one sentence. */
  readonly detail: Bilingual;
  /** What the person should do next. */
  readonly next: Bilingual;
  readonly place?: ProblemPlace;
  readonly extra?: ProblemExtra;
  readonly cause?: unknown;
}

/**
 * 拒绝的请求: a request that is refused for a reason the person can act on. Thrown anywhere below a route;
 * answered as RFC 9457 `application/problem+json`. Anything else that is thrown is a bug and answers 500.
 */
export class Problem extends Error {
  readonly type: string;
  readonly status: number;
  readonly title: Bilingual;
  readonly detail: Bilingual;
  readonly next: Bilingual;
  readonly place: ProblemPlace;
  readonly extra: ProblemExtra;

  constructor(init: ProblemInit) {
    super(`${init.type}: ${init.detail.en}`, { cause: init.cause });
    this.name = 'Problem';
    this.type = init.type;
    this.status = init.status;
    this.title = init.title;
    this.detail = init.detail;
    this.next = init.next;
    this.place = init.place ?? {};
    this.extra = init.extra ?? {};
  }

  /** The RFC 9457 body in one language. */
  toJSON(language: keyof Bilingual = 'zh'): ProblemBody {
    return {
      type: `/problems/${this.type}`,
      status: this.status,
      title: this.title[language],
      detail: this.detail[language],
      next: this.next[language],
      ...this.place,
      ...this.extra,
    };
  }
}

export interface ProblemBody extends ProblemPlace, ProblemExtra {
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly next: string;
}
