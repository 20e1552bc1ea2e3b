import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WhatIf } from '#core/contract/what-if.ts';
import { differenceOf, type Figures, Reckoner } from '../../../../client/panels/what-if/reckoner.ts';
import { anAnswer, aPiece } from './cast.ts';

/** An answer that says which question it is of, and how large its one piece is. */
const answerTo = (question: string, area = 100): WhatIf =>
  anAnswer({ pieces: [aPiece({ label: question, parcelSquareMeters: area })] });

class Bench {
  shown: Figures | null = null;
  /** What was shown at every moment, as `source/question/current`. */
  history: string[] = [];
  asked: string[] = [];
  previewed: string[] = [];
  previewMs = 4;
  serverMs = 30;
  ground = true;
  network: 'up' | 'down' | 'broken' = 'up';
  serverArea = 100;
  readonly reckoner = new Reckoner<string>({
    ask: async (question, signal) => {
      this.asked.push(question);
      await later(this.serverMs);
      if (signal.aborted) throw new DOMException('aborted', 'AbortError');
      if (this.network !== 'up') throw new Error(this.network);
      return answerTo(question, this.serverArea);
    },
    preview: async (question) => {
      this.previewed.push(question);
      await later(this.previewMs);
      return this.ground ? answerTo(question) : null;
    },
    isOffline: (problem) => (problem as Error).message === 'down',
    frame: (run) => setTimeout(run, 8),
    tell: (figures) => {
      this.shown = figures;
      this.history.push(this.line());
    },
  });

  line(): string {
    const { answer, source, current } = this.shown!;
    return `${source}/${answer?.pieces[0]?.label ?? '-'}/${current ? 'current' : 'stale'}`;
  }
}

const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('live figures', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('shows a preview within a frame, and the database’s answer within 200 ms of the stop', async () => {
    const bench = new Bench();
    bench.reckoner.want('1');
    await vi.advanceTimersByTimeAsync(16);
    expect(bench.line()).toBe('preview/1/current');
    await vi.advanceTimersByTimeAsync(184);
    expect(bench.line()).toBe('server/1/current');
  });

  it('follows a moving finger with previews and asks the database only when it stops', async () => {
    const bench = new Bench();
    for (let move = 1; move <= 30; move += 1) {
      bench.reckoner.want(String(move));
      await vi.advanceTimersByTimeAsync(16);
    }
    expect(bench.asked).toEqual([]);
    expect(bench.previewed.length).toBeGreaterThan(20);
    expect(bench.history.every((line) => line.startsWith('preview'))).toBe(true);
    await vi.advanceTimersByTimeAsync(100);
    expect(bench.asked).toEqual(['30']);
    expect(bench.line()).toBe('server/30/current');
  });

  it('never shows the figures of an older outline as current for longer than a blink', async () => {
    const bench = new Bench();
    bench.reckoner.want('1');
    await vi.advanceTimersByTimeAsync(200);
    bench.ground = false;
    bench.serverMs = 5000;
    bench.reckoner.want('2');
    await vi.advanceTimersByTimeAsync(120);
    expect(bench.line()).toBe('server/1/stale');
    await vi.advanceTimersByTimeAsync(5000);
    expect(bench.line()).toBe('server/2/current');
  });

  it('says from the first moment that the figures on the screen are not yet of the outline', async () => {
    const bench = new Bench();
    bench.reckoner.want('1');
    await vi.advanceTimersByTimeAsync(200);
    expect(bench.shown?.settled).toBe(true);
    bench.ground = false;
    bench.reckoner.want('2');
    expect([bench.line(), bench.shown?.settled]).toEqual(['server/1/current', false]);
    await vi.advanceTimersByTimeAsync(200);
    expect([bench.line(), bench.shown?.settled]).toEqual(['server/2/current', true]);
    bench.reckoner.askAgain();
    expect(bench.shown?.settled).toBe(false);
  });

  it('drops an answer that comes after a newer outline was drawn', async () => {
    const bench = new Bench();
    bench.serverMs = 300;
    bench.reckoner.want('1');
    await vi.advanceTimersByTimeAsync(200);
    bench.reckoner.want('2');
    await vi.advanceTimersByTimeAsync(1000);
    expect(bench.history).not.toContain('server/1/current');
    expect(bench.line()).toBe('server/2/current');
  });

  it('keeps the preview without a network, says so, and asks again until the server is back', async () => {
    const bench = new Bench();
    bench.network = 'down';
    bench.reckoner.want('1');
    await vi.advanceTimersByTimeAsync(500);
    expect(bench.line()).toBe('preview/1/current');
    expect(bench.shown?.offline).toBe(true);
    expect(bench.shown?.problem).toBeNull();
    bench.network = 'up';
    await vi.advanceTimersByTimeAsync(5000);
    expect(bench.line()).toBe('server/1/current');
    expect(bench.shown?.offline).toBe(false);
  });

  it('says what the server refused', async () => {
    const bench = new Bench();
    bench.network = 'broken';
    bench.reckoner.want('1');
    await vi.advanceTimersByTimeAsync(500);
    expect(bench.shown?.problem).toEqual(new Error('broken'));
    expect(bench.shown?.offline).toBe(false);
  });

  it('says when browser and database differ by more than 0.1 m² a piece', async () => {
    const bench = new Bench();
    bench.serverArea = 100.05;
    bench.reckoner.want('1');
    await vi.advanceTimersByTimeAsync(300);
    expect(bench.shown?.difference).toBeNull();
    bench.serverArea = 101;
    bench.reckoner.want('2');
    await vi.advanceTimersByTimeAsync(300);
    expect(bench.shown?.difference).toBeCloseTo(1, 6);
  });

  it('dims what is shown when the data change, and asks the database again', async () => {
    const bench = new Bench();
    bench.reckoner.want('1');
    await vi.advanceTimersByTimeAsync(300);
    bench.reckoner.askAgain();
    expect(bench.line()).toBe('server/1/stale');
    await vi.advanceTimersByTimeAsync(100);
    expect(bench.line()).toBe('server/1/current');
    expect(bench.asked).toEqual(['1', '1']);
  });

  it('asks nothing after the scenario is closed', async () => {
    const bench = new Bench();
    bench.reckoner.want('1');
    bench.reckoner.stop();
    await vi.advanceTimersByTimeAsync(1000);
    expect(bench.asked).toEqual([]);
    expect(bench.shown?.answer).toBeNull();
  });
});

describe('the difference of two answers', () => {
  it('counts a piece that only one of them has, whole', () => {
    expect(differenceOf(answerTo('1'), anAnswer())).toBe(100);
    expect(differenceOf(answerTo('1', 0.09), anAnswer())).toBeNull();
  });
});
