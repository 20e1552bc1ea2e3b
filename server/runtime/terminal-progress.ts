import type { Progress } from '#server/db/database.ts';

/** 启动进度: one line that is rewritten in a terminal, plain lines elsewhere (containers, logs). */
export function terminalProgress(output: NodeJS.WriteStream = process.stdout) {
  let last = '';
  const report: Progress = (message, fraction) => {
    const share = fraction === undefined ? '' : ` ${Math.round(fraction * 100)} %`;
    if (output.isTTY) {
      output.write(`\r\x1b[2K  ${message.zh} ${message.en}${share}`);
      return;
    }
    // Logs get each step once, not each percent of it.
    if (message.en !== last) output.write(`  ${message.zh} ${message.en}\n`);
    last = message.en;
  };
  const line = (text: string) => output.write(`${text}\n`);
  const done = (text: string) => output.write(`${output.isTTY ? '\r\x1b[2K' : ''}${text}\n`);
  return { report, line, done };
}
