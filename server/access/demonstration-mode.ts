import type { IncomingMessage } from 'node:http';
import { isIPv4 } from 'node:net';
import type { Config } from '#server/config.ts';

/** Headers by which a proxy says for whom it asks. */
const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'] as const;

/** Whether this server may have demonstration people at all: only one that nobody else's machine can reach. */
export function mayDemonstrate({ demonstration, host }: Pick<Config, 'demonstration' | 'host'>): boolean {
  return demonstration && isLoopback(host);
}

/**
 * 本机请求: made on this machine, for itself. Not one that a proxy passed on, and not one from a page of another site whose name was
 * pointed at us.
 */
export function isOwnMachine(request: IncomingMessage): boolean {
  const name = (request.headers.host ?? '').replace(/:\d+$/, '');
  return (
    isLoopback(request.socket.remoteAddress ?? '') &&
    isLoopback(name.replace(/^\[(.*)\]$/, '$1')) &&
    forwarded.every((header) => request.headers[header] === undefined)
  );
}

/** A loopback address, or the name of one. */
function isLoopback(host: string): boolean {
  const address = host.replace(/^::ffff:/, '');
  return address === 'localhost' || address === '::1' || (isIPv4(address) && address.startsWith('127.'));
}
