import { destination, pino, stdTimeFunctions } from 'pino';
import { describeError } from '#server/http/trace.ts';

export interface LoggedRequest {
  readonly id: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  readonly bytes: number;
  /** Type of the Problem it was refused with. */
  readonly problem?: string;
  /** The client went away before the answer was complete. */
  readonly aborted?: true;
}

/** 请求日志: one line of JSON each. Nothing of what was sent: no address, query, header, body, person. */
export interface RequestLog {
  request(line: LoggedRequest): void;
  error(id: string, error: unknown): void;
}

/** Written by this thread as they come: a killed server has written what it did. */
export function jsonLog(write?: { write(text: string): void }): RequestLog {
  const logger = pino(
    { base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    write ?? destination({ dest: 1, sync: true }),
  );
  return {
    request: (line) => logger.info(line),
    error: (id, error) => logger.error({ id, error: describeError(error) }),
  };
}
