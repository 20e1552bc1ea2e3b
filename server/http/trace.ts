import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** 请求标识: what is known of a request beside its content; never who asked, nor what with. */
export interface Trace {
  /** In the answer's `X-Request-Id`, in the log, and shown to a person whose request met a bug. */
  readonly id: string;
  /** Type of the Problem it was answered with. */
  problem?: string;
  /** Writes an error to the server's log. */
  readonly report: (error: unknown) => void;
}

/** The trace of a request; a request nobody watches gets one that reports to the terminal. */
export function traceOf(request: IncomingMessage): Trace {
  const known = traces.get(request);
  if (known) return known;
  return startTrace(request);
}

/** Takes the proxy's number for the request where it sent a harmless one, else makes one. */
export function startTrace(request: IncomingMessage, report = toTerminal): Trace {
  const sent = request.headers['x-request-id'];
  const id = typeof sent === 'string' && /^[\w-]{8,64}$/.test(sent) ? sent : randomUUID();
  const trace: Trace = { id, report: (error) => report(id, error) };
  traces.set(request, trace);
  return trace;
}

/**
 * An error for the server's log: its stack and those of its causes. Not the error object: the driver's carry the values of the
 * row that was refused.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  const cause = error.cause instanceof Error ? `\ncaused by ${describeError(error.cause)}` : '';
  return `${error.stack ?? error.message}${code}${cause}`;
}

function toTerminal(id: string, error: unknown): void {
  console.error(`[${id}] ${describeError(error)}`);
}

const traces = new WeakMap<IncomingMessage, Trace>();
