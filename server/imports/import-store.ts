import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportChanges, ImportResource, ImportSettings, ImportState } from '#core/contract/imports.ts';
import { zipLimits } from '#core/formats/zip.ts';
import { Problem } from '#core/problem.ts';
import type { Run } from '#server/access/access.ts';
import type { AppContext } from '#server/context.ts';
import { troubleProblem } from '#server/db/trouble-problem.ts';
import { committed, importNotFound, notChangeable, notReady, unexpected } from '#server/imports/problems.ts';
import type { ReadOptions } from '#server/imports/reader.ts';
import { closeThreads } from '#server/imports/threads.ts';
import { discardUpload, type Upload } from '#server/imports/upload.ts';
import { type AnalysedImport, analyseImport } from '#server/operations/analyse-import.ts';
import { commitImport, refuseUnready } from '#server/operations/commit-import.ts';

/** Previews nobody came back to are dropped after this time, or when there are more than `mostOpen`. */
const keptMs = 12 * 60 * 60_000;
const mostOpen = 50;

/** Who asks, and their transactions. */
export interface Owner {
  readonly id: string;
  readonly run: Run;
}

interface Entry {
  readonly id: string;
  /** Whose it is; nobody else finds it. */
  readonly ownerId: string;
  /** Transactions in the rights of who uploaded it. */
  readonly transact: Run;
  readonly upload: Upload;
  readonly startedAt: number;
  state: ImportState;
  progress: number;
  settings: ImportSettings;
  analysed: AnalysedImport | null;
  problem: Problem | null;
  batchId: number | null;
  /** The reading or storing that runs, and how to stop it. */
  running: { readonly stop: AbortController; readonly ended: Promise<void> } | null;
}

/**
 * 导入任务: imports between upload and commit. They live in this process and in `<home>/uploads`, nowhere else: whatever is not committed leaves no
 * trace, and uploads left by a process that died are removed at the next start.
 */
export class ImportStore {
  readonly #context: AppContext;
  readonly #entries = new Map<string, Entry>();
  readonly #swept: Promise<void>;

  constructor(context: AppContext) {
    this.#context = context;
    this.#swept = rm(join(context.config.home, 'uploads'), { recursive: true, force: true });
  }

  /** Resolves when leftovers of an earlier process are gone. */
  ready(): Promise<void> {
    return this.#swept;
  }

  create(owner: Owner, upload: Upload, settings: ImportSettings): ImportResource {
    this.#dropOld();
    const entry: Entry = {
      id: randomUUID(),
      ownerId: owner.id,
      transact: owner.run,
      upload,
      startedAt: Date.now(),
      state: 'reading',
      progress: 0,
      settings,
      analysed: null,
      problem: null,
      batchId: null,
      running: null,
    };
    this.#entries.set(entry.id, entry);
    this.#read(entry);
    return resource(entry);
  }

  get(owner: Owner, id: string): ImportResource {
    return resource(this.#entry(owner, id));
  }

  /** Applies changes of settings and reads again. */
  change(owner: Owner, id: string, changes: ImportChanges): ImportResource {
    const entry = this.#entry(owner, id);
    if (!['reading', 'preview', 'failed'].includes(entry.state)) throw notChangeable(entry);
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    // Another layer has other columns: the old mapping says nothing about them.
    const remapped =
      changes.layer !== undefined && changes.layer !== entry.settings.layer ? { mapping: null } : {};
    entry.settings = { ...entry.settings, ...remapped, ...Object.fromEntries(given) };
    this.#read(entry);
    return resource(entry);
  }

  /** Starts storing; what the preview refuses is refused here. */
  commit(owner: Owner, id: string, name: string): ImportResource {
    const entry = this.#entry(owner, id);
    if (entry.state === 'failed' && entry.problem) throw entry.problem;
    const { analysed } = entry;
    if (entry.state !== 'preview' || analysed === null) throw notReady(entry);
    refuseUnready(analysed.preview);
    this.#run(entry, 'committing', async (options) => {
      const { home } = this.#context.config;
      const batch = await commitImport(entry.transact, home, entry.upload, analysed, name, options);
      entry.batchId = batch.id;
      entry.state = 'committed';
      await discardUpload(entry.upload);
    });
    return resource(entry);
  }

  /** Stops whatever runs; an import whose transaction went through all the same stays committed. */
  async cancel(owner: Owner, id: string): Promise<ImportResource> {
    const entry = this.#entry(owner, id);
    entry.running?.stop.abort();
    await entry.running?.ended;
    if (entry.state === 'committed') throw committed(entry);
    entry.state = 'cancelled';
    entry.analysed = null;
    entry.problem = null;
    await discardUpload(entry.upload);
    return resource(entry);
  }

  async close(): Promise<void> {
    await this.#swept;
    for (const entry of this.#entries.values()) {
      entry.running?.stop.abort();
      await entry.running?.ended;
      if (entry.state !== 'committed') await discardUpload(entry.upload);
    }
    await closeThreads();
  }

  #read(entry: Entry): void {
    const { unpackedLimitBytes, vertexLimit } = this.#context.config;
    entry.analysed = null;
    this.#run(entry, 'reading', async (options) => {
      entry.analysed = await analyseImport(entry.transact, entry.upload, entry.settings, {
        ...options,
        limits: { ...zipLimits, totalBytes: unpackedLimitBytes },
        vertexLimit,
      });
      entry.state = 'preview';
    });
  }

  /** Runs one piece of work of an import after stopping the one before. Its outcome is the entry's state. */
  #run(entry: Entry, state: ImportState, work: (options: ReadOptions) => Promise<void>): void {
    const before = entry.running;
    before?.stop.abort();
    const stop = new AbortController();
    entry.state = state;
    entry.progress = 0;
    entry.problem = null;
    const isCurrent = () => entry.running?.stop === stop;
    const ended = (async () => {
      await before?.ended;
      try {
        await work({
          signal: stop.signal,
          onProgress: (fraction) => {
            if (isCurrent()) entry.progress = fraction;
          },
        });
        entry.progress = 1;
      } catch (error) {
        // Work that was stopped for newer work, or by its person, has no outcome of its own.
        if (stop.signal.aborted) return;
        entry.state = 'failed';
        entry.problem =
          error instanceof Problem ? error : (troubleProblem(error) ?? unexpected(entry, error));
      } finally {
        if (isCurrent()) entry.running = null;
      }
    })();
    entry.running = { stop, ended };
  }

  #entry(owner: Owner, id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry?.ownerId !== owner.id) throw importNotFound(id);
    return entry;
  }

  #dropOld(): void {
    const idle = [...this.#entries.values()].filter(({ running }) => running === null);
    const old = idle.filter(({ startedAt }) => Date.now() - startedAt > keptMs);
    const many = idle.slice(0, Math.max(0, this.#entries.size - mostOpen + 1));
    for (const entry of new Set([...old, ...many])) {
      this.#entries.delete(entry.id);
      void discardUpload(entry.upload);
    }
  }
}

function resource(entry: Entry): ImportResource {
  const { id, state, progress, settings, upload, analysed, problem, batchId } = entry;
  return {
    id,
    state,
    progress,
    settings,
    fileName: upload.files.map(({ name }) => name).join('、'),
    preview: analysed?.preview ?? null,
    problem: problem && bothLanguages(problem),
    batchId,
  };
}

function bothLanguages({ type, status, title, detail, next, place }: Problem): ImportResource['problem'] {
  const { file, row, field, value } = place;
  return {
    type,
    status,
    title,
    detail,
    next,
    ...(file === undefined ? {} : { file }),
    ...(row === undefined ? {} : { row }),
    ...(field === undefined ? {} : { field }),
    ...(value === undefined ? {} : { value }),
  };
}
