import type { Page } from 'playwright-core';

/** What a finger misses, and what is beyond the screen's sides: of every button of the phone's screen. */
export function outOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth > clientWidth) faults.push('scrolls sideways');
    for (const element of document.querySelectorAll<HTMLElement>('.field-main button, .bottom-bar button')) {
      if (element.closest('.maplibregl-map, [inert]') || element.offsetParent === null) continue;
      const { left, right, width, height } = element.getBoundingClientRect();
      const name = element.getAttribute('aria-label') ?? element.textContent;
      if (Math.min(width, height) < 44) faults.push(`${name}: ${width} × ${height}`);
      // A row of chips is pushed aside by the finger.
      const aside = element.closest('.chip-row') !== null;
      if (!aside && (left < -1 || right > clientWidth + 1)) faults.push(`${name}: beyond the screen`);
      if (element.scrollWidth > element.clientWidth + 2) faults.push(`${name}: cut`);
    }
    const boxes = (selector: string) =>
      [...document.querySelectorAll<HTMLElement>(selector)]
        .filter((element) => element.offsetParent !== null)
        .map((element) => ({ name: element.textContent, box: element.getBoundingClientRect() }));
    for (const pill of boxes('.position-layer > button'))
      for (const button of boxes('.map-buttons > button'))
        if (
          pill.box.right > button.box.left &&
          pill.box.bottom > button.box.top &&
          pill.box.top < button.box.bottom
        )
          faults.push(`${pill.name} lies on a button of the map`);
    for (const body of document.querySelectorAll('.panel-body')) {
      if (body.scrollWidth > body.clientWidth + 1) faults.push('the panel scrolls sideways');
      if (body.clientHeight < 90) faults.push(`only ${body.clientHeight} px of the panel are seen`);
    }
    return faults;
  });
}
