import type { Page } from 'playwright';

/** What is wrong with how a screen stands in its window, in words. */
export const misfits = (page: Page): Promise<string[]> =>
  page.evaluate(findMisfits, { target: 60, keyOnLowScreen: 50, text: 18 });

/** Runs in the page: knows nothing from outside. */
function findMisfits(least: {
  readonly target: number;
  readonly keyOnLowScreen: number;
  readonly text: number;
}): string[] {
  const view = globalThis as unknown as Window & typeof globalThis;
  const { document } = view;
  const found: string[] = [];
  const width = view.innerWidth;
  const height = view.innerHeight;
  const modal = document.querySelector('dialog[open]');
  const root = modal ?? document.body;
  const describe = (element: Element) =>
    `${element.tagName.toLowerCase()}.${[...element.classList].join('.')} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}"`;

  interface Box {
    left: number;
    top: number;
    right: number;
    bottom: number;
  }
  /** What of a box is to be seen: inside the window and everything that cuts it off. */
  const seen = (element: Element | null, box: Box): Box => {
    const cut = { left: box.left, top: box.top, right: box.right, bottom: box.bottom };
    for (let above = element; above !== null; above = above.parentElement) {
      const style = view.getComputedStyle(above);
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
      const edge = above.getBoundingClientRect();
      cut.left = Math.max(cut.left, edge.left);
      cut.right = Math.min(cut.right, edge.right);
      cut.top = Math.max(cut.top, edge.top);
      cut.bottom = Math.min(cut.bottom, edge.bottom);
    }
    return {
      left: Math.max(0, cut.left),
      top: Math.max(0, cut.top),
      right: Math.min(width, cut.right),
      bottom: Math.min(height, cut.bottom),
    };
  };
  const scrolls = (element: Element, axis: 'x' | 'y'): boolean => {
    for (let above: Element | null = element; above !== null; above = above.parentElement) {
      const style = view.getComputedStyle(above);
      const overflow = axis === 'x' ? style.overflowX : style.overflowY;
      if (overflow === 'auto' || overflow === 'scroll') return true;
    }
    return false;
  };
  const onlySpoken = (element: Element) => element.closest('.only-spoken, [hidden], canvas') !== null;
  /** The field's label that is there for screen readers alone has a box of one pixel. */
  const shown = (element: Element) =>
    !onlySpoken(element) &&
    element.getBoundingClientRect().width > 1 &&
    element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });

  const interactive = [
    ...root.querySelectorAll('button, input, select, textarea, a[href], [role=button], [role=switch], [role=radio]'),
  ].filter(shown);
  for (const element of interactive) {
    const box = element.getBoundingClientRect();
    // A slider is touched over its whole line.
    const smallest = Math.min(box.width, box.height);
    // Where there are fewer than 600 pixels, the field has to stay in sight above four rows of keys.
    const wanted = height < 600 && element.matches('.key') ? least.keyOnLowScreen : least.target;
    if (smallest < wanted - 0.5)
      found.push(`target of ${Math.round(box.width)}x${Math.round(box.height)}: ${describe(element)}`);
    if (!scrolls(element, 'y') && (box.top < -1 || box.bottom > height + 1))
      found.push(`out of the window above or below: ${describe(element)}`);
    if (!scrolls(element, 'x') && (box.left < -1 || box.right > width + 1))
      found.push(`out of the window at a side: ${describe(element)}`);
    const cut = seen(element.parentElement, box);
    // What is scrolled away cannot be touched now.
    if (cut.right - cut.left < box.width * 0.6 || cut.bottom - cut.top < box.height * 0.6) continue;
    for (const part of [0.15, 0.5, 0.85]) {
      const x = cut.left + (cut.right - cut.left) * part;
      const y = cut.top + (cut.bottom - cut.top) / 2;
      const over = document.elementFromPoint(x, y);
      const label = element.id === '' ? null : document.querySelector(`label[for="${element.id}"]`);
      if (over === null || element.contains(over) || over.contains(element) || label?.contains(over) === true) continue;
      found.push(`${describe(element)} lies under ${describe(over)}`);
      break;
    }
  }

  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || node.textContent?.trim() === '' || !shown(element)) continue;
    const style = view.getComputedStyle(element);
    if (Number.parseFloat(style.fontSize) < least.text - 0.01 && element.closest('svg') === null)
      found.push(`text of ${style.fontSize}: ${describe(element)}`);
    // A name of any length that ends in an ellipsis on purpose.
    if (style.textOverflow === 'ellipsis' || style.getPropertyValue('-webkit-line-clamp') !== 'none') continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    const cut = seen(element, box);
    if (!scrolls(element, 'x') && (cut.left > box.left + 2 || cut.right < box.right - 2) && cut.bottom > cut.top)
      found.push(`text cut off at a side: ${describe(element)}`);
    if (!scrolls(element, 'y') && (cut.top > box.top + 3 || cut.bottom < box.bottom - 3))
      found.push(`text cut off above or below: ${describe(element)}`);
  }
  if (document.documentElement.scrollWidth > width) found.push('the page scrolls sideways');
  return [...new Set(found)];
}

/** Until nothing moves any more, but for what turns for ever. */
export async function untilStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const view = globalThis as unknown as Window & typeof globalThis;
    const frame = () => new Promise((resolve) => void view.requestAnimationFrame(resolve));
    await frame();
    await frame();
    const ending = view.document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
    await frame();
  });
}
