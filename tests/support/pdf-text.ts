import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Text of each page as a reader copies it, lines from the top down, without spaces inside Chinese. */
export async function pdfPages(bytes: Uint8Array): Promise<string[]> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  const document = await task.promise;
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    const words = items.flatMap((item) => ('str' in item ? [item] : []));
    const lines = new Map<number, string[]>();
    for (const { str, transform } of words) {
      const y = Math.round(transform[5] as number);
      lines.set(y, [...(lines.get(y) ?? []), str]);
    }
    pages.push(
      [...lines]
        .sort(([a], [b]) => b - a)
        .map(([, line]) => line.join(' ').replaceAll(/ +/g, ' '))
        .join('\n'),
    );
  }
  await task.destroy();
  return pages;
}
