import { parseArgs } from 'node:util';
import type { AuditVerification } from '#core/contract/audit.ts';
import type { Bilingual } from '#core/problem.ts';
import { type NotedLink, verifyChain } from '#server/audit/verify-chain.ts';
import type { Config } from '#server/config.ts';
import { openAsItIs } from './open.ts';
import { exitCodes, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** 校验审计链. Writes nothing, so it runs on a copy or a standby as well. */
export const verifyAuditCommand = {
  help: {
    zh: `npx gengjie verify-audit [--since 号:哈希]

由本程序重新计算审计日志每一条的哈希，从第 1 条核对到最新一条；服务器运行时也可使用，不写入任何内容。
完整时给出条数和最后一环“号:哈希”，退出码 0；否则指出第一处断裂，退出码 1。
请把最后一环记在系统之外（纸质台账、邮件）；下次用 --since 证明它仍在链上：
连同其后全部哈希一起重写、或截去末尾并改回链头的篡改，只有这样才能发现。`,
    en: `npx gengjie verify-audit [--since SEQ:HASH]

Computes the hash of every entry of the audit log anew, from the first to the newest; works while the server runs and writes nothing.
When intact it prints how many there are and the last link as SEQ:HASH, exit code 0; otherwise the first broken link, exit code 1.
Note the last link outside the system (on paper, by mail). --since proves later that it is still part of the chain: only this
finds out somebody who rewrote every hash after a change, or cut the end off and set the head back.`,
  },
  async run(words: readonly string[], config: Config, terminal: Terminal): Promise<number> {
    const since = parse(words);
    const db = await openAsItIs(config, terminal);
    try {
      const result = await verifyChain(db, {
        onProgress: terminal.progress('校验', 'Verifying'),
        ...(since && { since }),
      });
      return say(result, since, terminal);
    } finally {
      await db.close();
    }
  },
};

function say(
  { intact, entries, broken, last }: AuditVerification,
  since: NotedLink | undefined,
  terminal: Terminal,
) {
  if (!intact) {
    const seq = broken?.seq ?? 0;
    const reason = reasons[broken?.reason ?? 'changed'];
    terminal.say(
      `审计链断裂：第 ${seq} 条，${reason.zh}。之前的 ${entries} 条完整。`,
      `The audit chain is broken at entry ${seq}: ${reason.en}. The ${entries} before it are intact.`,
    );
    return exitCodes.refused;
  }
  terminal.say(`审计链完整，共 ${entries} 条。`, `The audit chain is intact: ${entries} entries.`);
  if (since) {
    terminal.say(
      `所记的第 ${since.seq} 条仍在链上，之前的内容未被重写。`,
      `The noted entry ${since.seq} is still part of it: nothing up to it was rewritten.`,
    );
  }
  if (last) terminal.say(`最后一环 ${last.seq}:${last.hash}`, `Last link ${last.seq}:${last.hash}`);
  return exitCodes.ok;
}

const reasons: Readonly<Record<NonNullable<AuditVerification['broken']>['reason'], Bilingual>> = {
  changed: { zh: '内容被改动', en: 'it was changed' },
  missing: { zh: '被删除', en: 'it was removed' },
  reordered: { zh: '次序被调换，它原来是另一号', en: 'it was moved here from another number' },
  head: {
    zh: '末尾被删除，或链头与最后一条不符',
    en: 'the end was removed, or the head is not the last entry',
  },
};

function parse(words: readonly string[]): NotedLink | undefined {
  try {
    const { values } = parseArgs({ args: [...words], options: { since: { type: 'string' } } });
    if (values.since === undefined) return undefined;
    const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(values.since) ?? [];
    if (seq === undefined || hash === undefined || Number(seq) < 1) throw new Error(values.since);
    return { seq: Number(seq), hash };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError({
      zh: `参数有误：${reason}（--since 应为 号:哈希）`,
      en: `Wrong options: ${reason} (--since is SEQ:HASH)`,
    });
  }
}
