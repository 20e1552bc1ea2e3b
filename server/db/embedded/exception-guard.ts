import { fdatasyncSync } from 'node:fs';
import type { Extension } from '@electric-sql/pglite';

/**
 * 异常守卫: turns a C++ exception of GEOS or PROJ into a PostgreSQL error, as it is on a PostGIS server.
 *
 * PGlite is compiled without exception handling: an exception of the geometry library runs through the C frames of
 * PostgreSQL and is dropped, so an overlay of an invalid polygon "succeeds" with no rows, a transaction around it commits
 * and the C stack leaks. Here the throw itself calls `ereport(ERROR)` instead; PostgreSQL unwinds to its own handler, aborts
 * the transaction, and `EXCEPTION WHEN OTHERS` works. Upstream: electric-sql/pglite issue 916.
 *
 * Also gives the file system a real `fsync`, which PGlite leaves out, so that a committed row survives a power cut.
 */
export function exceptionGuard(durable: boolean): ExceptionGuard {
  let stack: StackOfEngine | undefined;
  const setup = async (pg: unknown, options: EmscriptenOptions) => {
    const instantiate = options.instantiateWasm;
    options.instantiateWasm = (imports, receive) => {
      const { env } = imports;
      const raiseError = (exception: number) =>
        raise((pg as { Module: EngineModule }).Module, exception, env.__indirect_function_table);
      env.__cxa_throw = Object.assign(raiseError, { sig: 'vppp' });
      return instantiate(imports, (instance, compiled) => {
        stack = instance.exports as unknown as StackOfEngine;
        receive(instance, compiled);
      });
    };
    options.preRun = [
      ...(options.preRun ?? []),
      (started) => {
        started.FS.filesystems.NODEFS.stream_ops.fsync = (stream) => {
          if (durable && stream.nfd !== undefined) fdatasyncSync(stream.nfd);
          return 0;
        };
      },
    ];
    return { emscriptenOpts: options };
  };
  return {
    extension: { name: 'exception-guard', setup },
    protect: (work) => {
      const pointer = stack?.emscripten_stack_get_current();
      try {
        return work();
      } finally {
        if (pointer !== undefined) stack?._emscripten_stack_restore(pointer);
      }
    },
  };
}

export interface ExceptionGuard {
  readonly extension: Extension;
  /** Runs one call into the engine. An error unwinds by a long jump that leaves the C stack low; this puts it back. */
  protect<T>(work: () => T): T;
}

/** Marks the text of an error as the geometry library's; {@link DatabaseError} gets its own code by it. */
export const geometryErrorPrefix = 'GEOS Error: ';

function raise(module: EngineModule, exception: number, table: FunctionTable): never {
  const text = `${geometryErrorPrefix}${describe(module, exception, table)}`;
  module._errstart(errorLevel, 0);
  module._errcode(internalError);
  module._errmsg_internal(module.stringToNewUTF8(text.replaceAll('%', '%%')), 0);
  module._errfinish(0, 0, 0);
  throw new Error('errfinish returned');
}

/** `what()` of a std::exception: the third entry of its table of virtual functions. */
function describe(module: EngineModule, exception: number, table: FunctionTable): string {
  try {
    const virtualTable = module.HEAPU32[exception >> 2] ?? 0;
    const what = table.get(module.HEAPU32[(virtualTable >> 2) + 2] ?? 0) as (self: number) => number;
    return module.UTF8ToString(what(exception)).slice(0, 500);
  } catch {
    return 'exception without a message';
  }
}

const errorLevel = 21;
/** SQLSTATE XX000 in PostgreSQL's packing, six bits a character. */
const internalError = 40 | (40 << 6);

interface EngineModule {
  readonly HEAPU32: Uint32Array;
  UTF8ToString(pointer: number): string;
  stringToNewUTF8(text: string): number;
  _errstart(level: number, domain: number): number;
  _errcode(code: number): number;
  _errmsg_internal(format: number, values: number): number;
  _errfinish(file: number, line: number, name: number): void;
}

interface FunctionTable {
  get(index: number): unknown;
}

interface StackOfEngine {
  emscripten_stack_get_current(): number;
  _emscripten_stack_restore(pointer: number): void;
}

type Receive = (instance: { exports: unknown }, module: unknown) => void;

interface EmscriptenOptions {
  instantiateWasm: (
    imports: { env: Record<string, unknown> & { __indirect_function_table: FunctionTable } },
    receive: Receive,
  ) => unknown;
  preRun?: ((started: {
    FS: { filesystems: { NODEFS: { stream_ops: { fsync: (stream: { nfd?: number }) => number } } } };
  }) => void)[];
}
