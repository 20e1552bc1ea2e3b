import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '#server/db/database.ts';
import { lastBackup } from '#server/operations/backup/last-backup.ts';
import type { TileStatistics } from '#server/tiles/handler.ts';

export interface FinishedRequest {
  readonly method: string;
  /** A template, never an address: every different text stays in memory. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  readonly bytes: number;
}

/** 运行指标 in Prometheus' text form: requests, tiles, database connections, and Node's own (event loop, memory, collections). */
export class Metrics {
  readonly #registry = new Registry();
  readonly #durations: Histogram<'method' | 'route' | 'status'>;
  readonly #bytes: Counter<'route'>;
  readonly #underWay: Gauge;

  constructor(db: Database, tiles: () => TileStatistics) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#durations = new Histogram({
      name: 'gengjie_http_request_duration_seconds',
      help: 'Requests by route, method and status: how many, and how long',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
      registers,
    });
    this.#bytes = new Counter({
      name: 'gengjie_http_response_bytes_total',
      help: 'Bytes sent, by route',
      labelNames: ['route'],
      registers,
    });
    this.#underWay = new Gauge({
      name: 'gengjie_http_requests_under_way',
      help: 'Requests being answered now',
      registers,
    });
    new Counter({
      name: 'gengjie_tiles_total',
      help: 'Tiles drawn, and tiles answered from memory',
      labelNames: ['from'],
      registers,
      collect() {
        const { made, reused } = tiles();
        this.reset();
        this.inc({ from: 'database' }, made);
        this.inc({ from: 'memory' }, reused);
      },
    });
    new Gauge({
      name: 'gengjie_tile_cache_tiles',
      help: 'Tiles in memory',
      registers,
      collect() {
        this.set(tiles().tiles);
      },
    });
    new Gauge({
      name: 'gengjie_tile_cache_bytes',
      help: 'Memory of those tiles',
      registers,
      collect() {
        this.set(tiles().bytes);
      },
    });
    new Gauge({
      name: 'gengjie_database_connections',
      help: 'Database connections open and idle, and requests waiting for one',
      labelNames: ['state'],
      registers,
      collect() {
        for (const [state, count] of Object.entries(db.connections())) this.set({ state }, count);
      },
    });
    new Gauge({
      name: 'gengjie_backup_newest_timestamp_seconds',
      help: 'When the newest scheduled backup was begun; 0 while there is none',
      registers,
      collect() {
        const { newest } = lastBackup();
        this.set(newest === null ? 0 : Date.parse(newest) / 1000);
      },
    });
    new Gauge({
      name: 'gengjie_backup_in_trouble',
      help: '1 when the last scheduled backup failed or lacks attachments',
      registers,
      collect() {
        this.set(['failed', 'incomplete'].includes(lastBackup().state) ? 1 : 0);
      },
    });
  }

  begin(): void {
    this.#underWay.inc();
  }

  end({ method, route, status, ms, bytes }: FinishedRequest): void {
    this.#underWay.dec();
    this.#durations.observe({ method, route, status }, ms / 1000);
    this.#bytes.inc({ route }, bytes);
  }

  async text(): Promise<{ readonly type: string; readonly body: string }> {
    return { type: this.#registry.contentType, body: await this.#registry.metrics() };
  }
}
