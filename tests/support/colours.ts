import type { Browser } from 'playwright-core';

/** How many clearly different colours a PNG has (16 steps a channel, each on at least 0.05 % of it): a blank map has one or two. */
export async function coloursIn(browser: Browser, png: Buffer): Promise<number> {
  const page = await browser.newPage();
  try {
    return await page.evaluate(
      async (source) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext('2d')!;
        context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 0, image.width, image.height);
        const counts = new Map<number, number>();
        for (let at = 0; at < data.length; at += 4) {
          const colour = ((data[at]! >> 4) << 8) | ((data[at + 1]! >> 4) << 4) | (data[at + 2]! >> 4);
          counts.set(colour, (counts.get(colour) ?? 0) + 1);
        }
        return [...counts.values()].filter((count) => count > data.length / 4 / 2000).length;
      },
      `data:image/png;base64,${png.toString('base64')}`,
    );
  } finally {
    await page.close();
  }
}

/** Share of a PNG's pixels (0…1) whose colour passes. */
export async function shareOf(
  browser: Browser,
  png: Buffer,
  passes: (rgb: readonly [red: number, green: number, blue: number]) => boolean,
): Promise<number> {
  const page = await browser.newPage();
  try {
    const pixels = await page.evaluate(
      async (source) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext('2d')!;
        context.drawImage(image, 0, 0);
        return [...context.getImageData(0, 0, image.width, image.height).data];
      },
      `data:image/png;base64,${png.toString('base64')}`,
    );
    let passing = 0;
    for (let at = 0; at < pixels.length; at += 4) {
      if (passes([pixels[at]!, pixels[at + 1]!, pixels[at + 2]!])) passing += 1;
    }
    return passing / (pixels.length / 4);
  } finally {
    await page.close();
  }
}
