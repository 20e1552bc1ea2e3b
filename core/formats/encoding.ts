import type { Finding } from '#core/finding.ts';
import { decodeStrictly, latin1 } from './text.ts';
import type { EncodingDecision } from './types.ts';

/** One text value as bytes. */
export interface TextValue {
  readonly bytes: Uint8Array;
  /** The value fills its field to the last byte, so its last character may be cut in half. */
  readonly full: boolean;
}

/** 可选编码: what a person may choose on the import form. */
export const encodingChoices = ['utf-8', 'gb18030', 'big5', 'shift_jis', 'windows-1252'] as const;

export interface EncodingEvidence {
  /** What the person chose. */
  readonly choice?: string | undefined;
  /** Content of the .cpg file. */
  readonly cpg?: string | undefined;
  readonly cpgName?: string | undefined;
  /** Language driver byte of the .dbf header. */
  readonly ldid?: number | undefined;
  /** Text values of the file that are not plain ASCII. */
  readonly sample: readonly TextValue[];
  readonly file: string;
}

/**
 * 判定字符编码, in this order: the person's choice, the .cpg, the language byte of the .dbf, the bytes themselves (valid UTF-8 with
 * Chinese in it is UTF-8, anything else GB18030, which contains GBK and GB2312). What was declared is kept even when the bytes
 * contradict it; the contradiction is a finding with the encoding that would fit.
 */
export function decideEncoding(evidence: EncodingEvidence): {
  decision: EncodingDecision;
  findings: Finding[];
} {
  const findings: Finding[] = [];
  const decision =
    fromChoice(evidence) ?? fromCpg(evidence, findings) ?? fromLdid(evidence) ?? fromContent(evidence);
  const doubt = contradiction(decision, evidence);
  if (doubt) findings.push(doubt);
  return { decision, findings };
}

/** Name of an encoding as files and people write it → WHATWG label; undefined when not known. */
export function encodingLabel(name: string): string | undefined {
  const text = name
    .trim()
    .toLowerCase()
    .replace(/^(ansi|cp|windows|ms|oem|code ?page)[ _-]?(?=\d)/, '')
    .replace(/[\s_-]/g, '');
  const labels: Record<string, string> = {
    gbk: 'gb18030',
    gb2312: 'gb18030',
    gb18030: 'gb18030',
    936: 'gb18030',
    54936: 'gb18030',
    euccn: 'gb18030',
    utf8: 'utf-8',
    65001: 'utf-8',
    big5: 'big5',
    950: 'big5',
    shiftjis: 'shift_jis',
    sjis: 'shift_jis',
    932: 'shift_jis',
    1252: 'windows-1252',
    iso88591: 'windows-1252',
    88591: 'windows-1252',
    latin1: 'windows-1252',
    ascii: 'utf-8',
    usascii: 'utf-8',
  };
  return labels[text];
}

/** Language bytes that name an East-Asian code page; the others (0x57 and 0x03 above all) are what any writer leaves there. */
const languageDrivers: Readonly<Record<number, readonly [label: string, name: string]>> = {
  77: ['gb18030', 'GBK'],
  122: ['gb18030', 'GBK'],
  79: ['big5', 'Big5'],
  120: ['big5', 'Big5'],
  19: ['shift_jis', 'Shift_JIS'],
  123: ['shift_jis', 'Shift_JIS'],
};

function fromChoice({ choice }: EncodingEvidence): EncodingDecision | undefined {
  if (choice === undefined) return undefined;
  const value = encodingLabel(choice) ?? choice;
  return {
    value,
    by: 'choice',
    reason: { zh: `按您选择的${value.toUpperCase()}`, en: `${value.toUpperCase()}, as you chose` },
  };
}

function fromCpg({ cpg, cpgName, file }: EncodingEvidence, findings: Finding[]) {
  if (cpg === undefined || cpg.trim() === '') return undefined;
  const from = cpgName ?? '.cpg';
  const value = encodingLabel(cpg);
  if (value === undefined) {
    findings.push({
      code: 'file.cpg.unknown',
      severity: 'warning',
      subject: `file ${from}`,
      id: `file.cpg.unknown:${file}`,
      context: { file: from, value: cpg.trim().slice(0, 40) },
    });
    return undefined;
  }
  return {
    value,
    by: 'cpg' as const,
    reason: {
      zh: `${from} 写明 ${cpg.trim()}`,
      en: `${from} says ${cpg.trim()}`,
    },
  };
}

function fromLdid({ ldid }: EncodingEvidence): EncodingDecision | undefined {
  const driver = ldid === undefined ? undefined : languageDrivers[ldid];
  if (driver === undefined || ldid === undefined) return undefined;
  const byte = `0x${ldid.toString(16).toUpperCase().padStart(2, '0')}`;
  return {
    value: driver[0],
    by: 'ldid',
    reason: {
      zh: `没有 .cpg，DBF 文件头语言字节 ${byte} 表示 ${driver[1]}`,
      en: `No .cpg; the language byte ${byte} of the DBF header means ${driver[1]}`,
    },
  };
}

function fromContent({ sample }: EncodingEvidence): EncodingDecision {
  if (sample.length === 0) {
    return decided(
      'utf-8',
      '没有编码声明，内容全是 ASCII 字符',
      'No encoding is declared; the text is all ASCII',
    );
  }
  return fits(sample, 'utf-8')
    ? decided(
        'utf-8',
        '没有编码声明，内容是合法的 UTF-8 中文',
        'No encoding is declared; the text is valid UTF-8 beyond ASCII',
      )
    : decided(
        'gb18030',
        '没有编码声明，内容不是合法的 UTF-8，按国标 GB18030（含 GBK）读',
        'No encoding is declared and the text is not valid UTF-8; read as GB18030, which contains GBK',
      );
}

function decided(value: string, zh: string, en: string): EncodingDecision {
  return { value, by: 'content', reason: { zh, en } };
}

/** What the bytes say against the decision. */
function contradiction(decision: EncodingDecision, { sample, file }: EncodingEvidence): Finding | undefined {
  if (sample.length === 0) return undefined;
  const finding = (code: string, suggestion: string): Finding => ({
    code,
    severity: 'warning',
    subject: `file ${file}`,
    id: `${code}:${file}`,
    context: { file, encoding: decision.value, suggestion },
  });
  if (!fits(sample, decision.value)) {
    const other = encodingChoices.find(
      (label) => label !== decision.value && label !== 'windows-1252' && fits(sample, label),
    );
    return finding('file.encoding.contradicted', other ?? '');
  }
  if (decision.value !== 'utf-8' && looksLikeUtf8(sample)) {
    return finding('file.encoding.contradicted', 'utf-8');
  }
  if (decision.value === 'gb18030' && decision.by === 'content' && !looksLikeChinese(sample)) {
    return finding('file.encoding.doubtful', 'big5');
  }
  return undefined;
}

function fits(sample: readonly TextValue[], encoding: string): boolean {
  return sample.every((value) => textIn(value, encoding) !== null);
}

/** The value as text, a last character cut in half by the field's end left out; null when it is not valid. */
function textIn({ bytes, full }: TextValue, encoding: string): string | null {
  const text = decodeStrictly(bytes, encoding);
  if (text !== null || !full) return text;
  for (let cut = 1; cut <= 3 && cut < bytes.length; cut++) {
    const shorter = decodeStrictly(bytes.subarray(0, -cut), encoding);
    if (shorter !== null) return shorter;
  }
  return null;
}

/** GBK text is valid UTF-8 only by rare accident, and never over several Chinese characters. */
function looksLikeUtf8(sample: readonly TextValue[]): boolean {
  let characters = 0;
  for (const value of sample) {
    const text = textIn(value, 'utf-8');
    if (text === null) return false;
    characters += text.match(/[\u4e00-\u9fff]/g)?.length ?? 0;
  }
  return characters >= 2;
}

/** Nearly all Chinese text in GBK stays in the 6 763 characters of GB2312; other encodings read as GBK do not. */
function looksLikeChinese(sample: readonly TextValue[]): boolean {
  let common = 0;
  let all = 0;
  for (const { bytes } of sample) {
    for (let i = 0; i + 1 < bytes.length; i++) {
      const lead = bytes[i]!;
      if (lead < 0x81) continue;
      all++;
      if (lead >= 0xa1 && lead <= 0xf7 && bytes[i + 1]! >= 0xa1) common++;
      i++;
    }
  }
  return all < 4 || common / all >= 0.75;
}

/** Text of a small side file, whatever its encoding. */
export function sideText(bytes: Uint8Array): string {
  const utf8 = decodeStrictly(bytes, 'utf-8');
  if (utf8 !== null) return utf8.replace(/^\uFEFF/, '');
  return decodeStrictly(bytes, 'gb18030') ?? latin1(bytes);
}
