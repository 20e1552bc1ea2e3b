import { randomInt } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import type { Engine } from './engine.ts';
import { type Client, Turns } from './turns.ts';
import { batchEnds, errorResponse, letter, message, startupCode, welcome } from './wire-messages.ts';

export interface WireServerOptions {
  readonly engine: Engine;
  /** Asked for when set (loopback TCP); a Unix socket is guarded by the rights of its folder. */
  readonly password?: string | undefined;
  readonly idleInTransactionMs: number;
}

/**
 * 数据库门: the PostgreSQL protocol in front of the engine, for any number of connections. Used in place of
 * `@electric-sql/pglite-socket`, which queues single messages: two connections' Parse and Bind then interleave, and one
 * client's parameters run in another's statement.
 */
export function createWireServer(options: WireServerOptions): Server {
  const turns = new Turns(options.engine, options.idleInTransactionMs);
  const connections = new Map<number, Connection>();
  return createServer((socket) => {
    const connection = new Connection(socket, turns, options, connections);
    socket.on('data', (data) => connection.receive(data));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => connection.end());
  });
}

class Connection implements Client {
  timeoutMs = 0;
  gone = false;
  #buffer: Buffer = Buffer.alloc(0);
  #batch: Buffer[] = [];
  #executes = false;
  #state: 'starting' | 'password' | 'open' = 'starting';
  #transactionTimeoutMs: number | undefined;
  readonly #process = randomInt(1, 2 ** 31 - 1);
  readonly #secret = randomInt(1, 2 ** 31 - 1);

  constructor(
    private readonly socket: Socket,
    private readonly turns: Turns,
    private readonly options: WireServerOptions,
    private readonly connections: Map<number, Connection>,
  ) {
    socket.setNoDelay(true);
  }

  send(bytes: Buffer): void {
    if (bytes.at(-1) === idle) this.#transactionTimeoutMs = undefined;
    if (this.socket.writable) this.socket.write(bytes);
  }

  drop(): void {
    this.socket.end();
  }

  end(): void {
    this.gone = true;
    this.connections.delete(this.#process);
    void this.turns.leave(this);
  }

  receive(data: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? data : Buffer.concat([this.#buffer, data]);
    while (this.#buffer.length >= 5) {
      const starting = this.#state === 'starting';
      const length = starting ? this.#buffer.readInt32BE(0) : 1 + this.#buffer.readInt32BE(1);
      if (length < 5 || length > longestMessage) return void this.socket.destroy();
      if (this.#buffer.length < length) return;
      const whole = this.#buffer.subarray(0, length);
      this.#buffer = this.#buffer.subarray(length);
      if (starting) this.#start(whole);
      else if (this.#state === 'password') this.#checkPassword(whole);
      else this.#collect(whole);
    }
  }

  #start(startup: Buffer): void {
    const code = startup.readInt32BE(4);
    if (code === startupCode.ssl || code === startupCode.gss) {
      this.socket.write('N');
    } else if (code === startupCode.cancel) {
      this.#cancel(startup.readInt32BE(8), startup.readInt32BE(12));
    } else if (code === startupCode.protocol3) {
      const parameters = startup.toString('utf8', 8).split('\0');
      const timeout = parameters.indexOf('statement_timeout');
      if (timeout >= 0) this.timeoutMs = Number(parameters[timeout + 1]) || 0;
      if (this.options.password === undefined) this.#open();
      else {
        this.#state = 'password';
        this.socket.write(message('R', 3));
      }
    } else {
      this.socket.destroy();
    }
  }

  #checkPassword(whole: Buffer): void {
    const given = whole.toString('utf8', 5, whole.length - 1);
    if (whole[0] === letter.password && given === this.options.password) {
      this.#open();
    } else {
      this.send(errorResponse('28P01', 'password authentication failed', 'FATAL'));
      this.drop();
    }
  }

  #open(): void {
    this.#state = 'open';
    this.connections.set(this.#process, this);
    this.socket.write(welcome(this.#process, this.#secret, '18.3'));
  }

  #collect(whole: Buffer): void {
    const type = whole[0] ?? 0;
    if (type === letter.terminate) return void this.socket.end();
    if (type === letter.execute || type === letter.query) this.#executes = true;
    if (type === letter.parse || type === letter.query) this.#noticeTimeout(whole);
    this.#batch.push(whole);
    if (!batchEnds.has(type)) return;
    const turn = {
      client: this,
      bytes: Buffer.concat(this.#batch),
      executes: this.#executes,
      timeoutMs: this.#transactionTimeoutMs ?? this.timeoutMs,
    };
    this.#batch = [];
    this.#executes = false;
    this.turns.take(turn);
  }

  /** The engine keeps no time of its own, so `SET LOCAL statement_timeout = n` is obeyed here, until the transaction ends. */
  #noticeTimeout(whole: Buffer): void {
    const limit = /SET LOCAL statement_timeout = (\d+)/.exec(
      whole.toString('latin1', 5, Math.min(whole.length, 80)),
    );
    if (limit) this.#transactionTimeoutMs = Number(limit[1]);
  }

  #cancel(process: number, secret: number): void {
    const victim = this.connections.get(process);
    if (victim && victim.#secret === secret && this.turns.isRunning(victim))
      void this.options.engine.restart();
    this.socket.end();
  }
}

const idle = 'I'.charCodeAt(0);
/** PostgreSQL's own limit is 1 GB; nothing here sends a tenth of it. */
const longestMessage = 256 * 1024 * 1024;
