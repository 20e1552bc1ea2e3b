import { DatabaseError } from './database.ts';

/** Turns what the driver throws into a {@link DatabaseError}; anything else is handed back as it is. */
export function asDatabaseError(error: unknown): unknown {
  if (error instanceof DatabaseError || !(error instanceof Error)) return error;
  const { code, constraint, table, column } = error as DriverError;
  const place = { constraint, table, column, cause: error };
  if (code === 'XX000' && /GEOS Error|TopologyException|lwgeom_/.test(error.message)) {
    return new DatabaseError(geometryEngineFailed, error.message, place);
  }
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code))
    return new DatabaseError(code, error.message, place);
  if (isConnectionLoss(error)) return new DatabaseError(connectionLost, error.message, place);
  return error;
}

/** A statement the geometry library could not finish (an overlay of an invalid polygon), on either engine. */
export const geometryEngineFailed = 'geometry-engine-failed';
/** The connection broke while a statement was under way: nobody knows whether it was carried out. */
export const connectionLost = 'connection-lost';

/**
 * Whether the connection must not be used again: it is lost, or the embedded engine, which was replaced after this error,
 * is about to hang up.
 */
export function endsConnection(error: unknown): error is DatabaseError {
  return (
    error instanceof DatabaseError &&
    [connectionLost, '57014', '58000', '25P03', '57P01'].includes(error.code)
  );
}

function isConnectionLoss(error: unknown): boolean {
  const { code, message } = error as DriverError;
  return (
    ['ECONNRESET', 'EPIPE', 'ECONNREFUSED', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH'].includes(code ?? '') ||
    /Connection terminated|Client has encountered a connection error|not queryable/.test(message)
  );
}

interface DriverError extends Error {
  readonly code?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
}
