/**
 * The few messages of the PostgreSQL protocol (version 3) that the embedded engine's door reads and writes itself; all
 * others pass through. Layout: type byte, big-endian length that counts itself, body.
 * Source: PostgreSQL manual, chapter "Frontend/Backend Protocol".
 */

export const startupCode = { protocol3: 196_608, cancel: 80_877_102, ssl: 80_877_103, gss: 80_877_104 };

/** First byte of each frontend message that ends a batch: Sync, simple Query, Flush, FunctionCall. */
export const batchEnds = new Set(['S', 'Q', 'H', 'F'].map((letter) => letter.charCodeAt(0)));

export const letter = {
  terminate: 0x58,
  parse: 0x50,
  execute: 0x45,
  query: 0x51,
  password: 0x70,
  commandComplete: 0x43,
  portalSuspended: 0x73,
  errorResponse: 0x45,
  readyForQuery: 0x5a,
};

export function message(type: string, ...parts: readonly (Buffer | string | number)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'string') return Buffer.from(`${part}\0`);
      if (typeof part === 'number') return int32(part);
      return part;
    }),
  );
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

/** Answer to a startup message: accepted, the parameters a driver reads, who to name when cancelling. */
export function welcome(process: number, secret: number, serverVersion: string): Buffer {
  const parameters = {
    server_version: serverVersion,
    server_encoding: 'UTF8',
    client_encoding: 'UTF8',
    DateStyle: 'ISO, MDY',
    TimeZone: 'UTC',
    integer_datetimes: 'on',
    standard_conforming_strings: 'on',
  };
  return Buffer.concat([
    message('R', 0),
    ...Object.entries(parameters).map(([name, value]) => message('S', name, value)),
    message('K', process, secret),
    readyForQuery('I'),
  ]);
}

export function readyForQuery(status: 'I' | 'T' | 'E'): Buffer {
  return message('Z', Buffer.from(status));
}

export function errorResponse(code: string, text: string, severity: 'ERROR' | 'FATAL' = 'ERROR'): Buffer {
  return message('E', Buffer.from(`S${severity}\0V${severity}\0C${code}\0M${text}\0\0`));
}

/** What a backend's answer to one batch contained. */
export interface AnswerSummary {
  /** A statement ended in a result (command tag or suspended portal). */
  readonly completed: boolean;
  readonly failed: boolean;
  /** I idle, T in a transaction, E in a failed one; absent when the backend is not ready for more (after Flush). */
  readonly status: 'I' | 'T' | 'E' | undefined;
  /** The answer without doubled ReadyForQuery messages. */
  readonly bytes: Buffer;
}

/** Walks the answer once. The engine sends ReadyForQuery twice after an error; a driver would count the second as the next's. */
export function summarise(bytes: Buffer): AnswerSummary {
  let completed = false;
  let failed = false;
  let status: AnswerSummary['status'];
  let end = bytes.length;
  let offset = 0;
  while (offset + 5 <= bytes.length) {
    const type = bytes[offset];
    if (type === letter.commandComplete || type === letter.portalSuspended) completed = true;
    if (type === letter.errorResponse) failed = true;
    const next = offset + 1 + bytes.readInt32BE(offset + 1);
    if (type === letter.readyForQuery) {
      status = String.fromCharCode(bytes[offset + 5] ?? 0x49) as 'I' | 'T' | 'E';
      end = next;
      break;
    }
    offset = next;
  }
  return { completed, failed, status, bytes: end === bytes.length ? bytes : bytes.subarray(0, end) };
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}
