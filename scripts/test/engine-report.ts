import { existsSync, readFileSync } from 'node:fs';

/** What the set-up of the integration tests says about the databases; it writes this to `GENGJIE_TEST_REPORT`. */
export interface EngineReport {
  readonly engines: readonly {
    readonly engine: 'embedded' | 'postgis';
    /** Versions and where it came from. */
    readonly detail: string;
  }[];
  readonly missing: readonly { readonly engine: string; readonly reason: string }[];
}

/** Reads the report; undefined when no integration test ran. */
export function readEngineReport(path: string): EngineReport | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as EngineReport) : undefined;
}
