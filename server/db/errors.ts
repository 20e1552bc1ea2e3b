import { DatabaseError } from './database.ts';

/** Turns what the driver throws into a {@link DatabaseError}; anything else is handed back as it is. */
export function asDatabaseError(error: unknown): unknown {
  if (error instanceof DatabaseError || !(error instanceof Error)) return error;
  const { code, constraint, table, column } = error as DriverError;
  const place = { constraint, table, column, cause: error };
  if (code === 'XX000' && /GEOS Error|TopologyException|lwgeom_/.test(error.message)) {
    return new DatabaseError(geometryEngineFailed, error.message, place);
  }
  // Five letters without a digit are the system's (EPIPE), not a SQLSTATE.
  if (typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code))
    return new DatabaseError(code, error.message, place);
  if (error.message === 'timeout exceeded when trying to connect')
    return new DatabaseError(connectionsBusy, error.message, place);
  if (isConnectionLoss(error)) return new DatabaseError(connectionLost, error.message, place);
  return error;
}

/** A statement the geometry library could not finish (an overlay of an invalid polygon), on either engine. */
export const geometryEngineFailed = 'geometry-engine-failed';
/** The connection broke while a statement was under way: nobody knows whether it was carried out. */
export const connectionLost = 'connection-lost';
/** SQLSTATE of a disk without space. */
export const diskFull = '53100';
/** All connections were in use for as long as one is waited for. */
export const connectionsBusy = 'connections-busy';

/**
 * Whether the connection must not be used again: it is lost, or the embedded engine, which was replaced after this error,
 * is about to hang up.
 */
export function endsConnection(error: unknown): error is DatabaseError {
  return (
    error instanceof DatabaseError && (['57014', '58000', '25P03'].includes(error.code) || isLost(error))
  );
}

/** Whether the server went away, or ended this connection, whatever the statement was. */
export function isLost(error: unknown): error is DatabaseError {
  return (
    error instanceof DatabaseError && (error.code === connectionLost || /^08|^57P0[123]$/.test(error.code))
  );
}

/** Whether the driver knew the connection to be dead and sent nothing: the statement was certainly not carried out. */
export function wasNeverSent(error: DatabaseError): boolean {
  return error.code === connectionLost && /not queryable/.test(error.message);
}

/** 故障: why the database cannot serve anybody just now; none for an error that is about the statement. */
export type Trouble = 'unavailable' | 'busy' | 'storage-full';

export function troubleOf(error: unknown): Trouble | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as DriverError;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'storage-full';
  if (!(error instanceof DatabaseError)) return undefined;
  if (error.code === diskFull) return 'storage-full';
  if (busyStates.includes(error.code)) return 'busy';
  return unreachableStates.includes(error.code) || isLost(error) ? 'unavailable' : undefined;
}

/** Idle in a transaction for too long; the password or the database is not what it was when the server started. */
const unreachableStates = ['25P03', '28P01', '28000', '3D000'];
/** Statement and lock time limits, deadlock, connections used up, out of memory. */
const busyStates = ['57014', '55P03', '40P01', '53000', '53200', '53300', connectionsBusy];

function isConnectionLoss(error: unknown): boolean {
  const { code, message } = error as DriverError;
  return networkErrors.includes(code ?? '') || lostMessages.test(message);
}

const networkErrors = [
  ...['ECONNRESET', 'ECONNREFUSED', 'ECONNABORTED', 'EPIPE', 'ENOENT', 'ETIMEDOUT'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
];
const lostMessages =
  /Connection terminated|Client has encountered a connection error|not queryable|^timeout expired$/;

interface DriverError extends Error {
  readonly code?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
}
