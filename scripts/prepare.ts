import { parseArgs } from 'node:util';
import { prepareTemplate } from '#server/db/embedded/template.ts';
import { demonstrationContent } from '#server/operations/prepared-contents.ts';

const help = `用法 Usage: tsx scripts/prepare.ts [--help]

预先制作内置数据库的数据目录，使首次启动只需复制（npm ci 会自动执行）。
Makes the data directory of the embedded database ahead, so that a first start only copies it (npm ci runs this).

  GENGJIE_SKIP_PREPARE=1   跳过 skip
`;

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
if (values.help) console.log(help);
else if (!process.env.GENGJIE_SKIP_PREPARE) await prepare();

/** An installation must not fail for want of this: the first start makes it then. */
async function prepare(): Promise<void> {
  const begun = performance.now();
  try {
    const folder = await prepareTemplate(demonstrationContent(), (message, fraction) => {
      const share = fraction === undefined ? '' : ` ${Math.round(fraction * 100)} %`;
      console.log(`${message.zh} ${message.en}${share}`);
    });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    if (folder) console.log(`预制数据已就绪。Prepared data is ready (${seconds} s): ${folder}`);
    else
      console.log(
        '缓存目录不可写，首次启动时再制作。The cache cannot be written; the first start will do it.',
      );
  } catch (error) {
    console.warn(
      `预制数据未完成，首次启动时再制作。Not prepared, the first start will do it: ${String(error)}`,
    );
  }
}
