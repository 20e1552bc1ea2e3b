import { Pool, type PoolClient } from 'pg';
import { DatabaseError } from './database.ts';
import { connectionLost } from './errors.ts';

/**
 * 连接池: the driver's, but whoever still waits for a connection when it is ended is told so with a {@link PoolEnded}: the driver's own forgets
 * them, and they would wait for ever.
 */
export class ConnectionPool extends Pool {
  readonly #waiting = new Set<(ended: PoolEnded) => void>();

  /** A connection; `release` gives it back. */
  lend(): Promise<PoolClient> {
    if (this.ending) return Promise.reject(new PoolEnded());
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      super.connect().then(
        (client) => {
          if (this.#waiting.delete(reject)) resolve(client);
          // It was just being opened when the pool was ended, which waits until it is given back.
          else client.release();
        },
        (error: unknown) => {
          this.#waiting.delete(reject);
          reject(error);
        },
      );
    });
  }

  /** Waits for the connections that are lent. */
  override end(): Promise<void> {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const reject of waiting) reject(new PoolEnded());
    return super.end();
  }
}

/** Nothing was sent: there was no connection yet. */
export class PoolEnded extends DatabaseError {
  constructor() {
    super(connectionLost, 'the database was closed before there was a connection for this');
  }
}
