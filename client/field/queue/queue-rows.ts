import type { OperationKind, Uuid } from '#core/patches/operation.ts';
import type { OutboxOperation, OutboxPatrol, PhotoFile, SendProblem, SendState } from '../store/schema.ts';

/** 队列一条: a record, with its photographs where it brings any. */
export interface QueueRow {
  readonly id: Uuid;
  readonly kind: OperationKind | 'patrol';
  /** null: it is about no patch. */
  readonly patch: Uuid | null;
  readonly at: number;
  readonly state: SendState;
  readonly tries: number;
  readonly problem: SendProblem | null;
  readonly exported: boolean;
  /** Files of a photograph: the original, and the stamped copy. */
  readonly files: readonly PhotoFile[];
  /** Only a record that the server refused can be given up. */
  readonly discardable: boolean;
}

/** Newest first. A photograph is confirmed when its record and all its bytes are. */
export function queueRows(
  operations: readonly OutboxOperation[],
  files: readonly PhotoFile[],
  patrols: readonly OutboxPatrol[],
): QueueRow[] {
  const byOperation = new Map<Uuid, PhotoFile[]>();
  for (const file of files) {
    for (const id of file.operations) byOperation.set(id, [...(byOperation.get(id) ?? []), file]);
  }
  const rows = [
    ...operations.map((row): QueueRow => {
      const { id, patch, operation, recordedAt, exportedAt } = row;
      const own = byOperation.get(id) ?? [];
      return {
        ...{ id, patch, kind: operation.kind, at: recordedAt, exported: exportedAt !== null, files: own },
        ...together([row, ...own]),
        discardable: row.state === 'refused',
      };
    }),
    ...patrols.map((row): QueueRow => {
      const { id, recordedAt, exportedAt, state, tries, problem } = row;
      return {
        ...{ id, patch: null, kind: 'patrol', at: recordedAt, exported: exportedAt !== null, files: [] },
        ...{ state, tries, problem, discardable: state === 'refused' },
      };
    }),
  ];
  return rows.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

type Sent = Pick<OutboxOperation | PhotoFile, 'state' | 'tries' | 'problem'>;

/** The state of what goes together is that of its hindmost part. */
function together(parts: readonly Sent[]): Sent {
  const order: readonly SendState[] = ['refused', 'queued', 'waiting', 'confirmed'];
  const state = order.find((each) => parts.some((part) => part.state === each)) ?? 'queued';
  return {
    state,
    tries: Math.max(...parts.map(({ tries }) => tries)),
    problem: parts.find((part) => part.state === state && part.problem)?.problem ?? null,
  };
}
