import type { Page } from './page.ts';

/** Milliseconds between two positions of the finger. */
const step = 16;
const stepsOfDrag = 30;
const wheelTurns = 4;
const middle = { x: 560, y: 320 };

/** Drags the map to and fro and zooms in and out, as a mouse does: about six seconds. */
export async function moveMap(page: Page): Promise<void> {
  for (const [across, down] of [
    [-200, 60],
    [180, -90],
    [-150, -80],
    [170, 110],
  ] as const) {
    await drag(page, across, down);
    await pause(300);
  }
  for (const deltaY of [-240, 240]) {
    for (let turn = 0; turn < wheelTurns; turn += 1) {
      await page.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...middle, deltaX: 0, deltaY });
      await pause(150);
    }
    await drag(page, 120, 70);
    await pause(500);
  }
}

async function drag(page: Page, across: number, down: number): Promise<void> {
  const held = { button: 'left', buttons: 1, clickCount: 1 };
  await page.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...middle, ...held });
  for (let at = 1; at <= stepsOfDrag; at += 1) {
    const share = at / stepsOfDrag;
    const to = { x: middle.x + across * share, y: middle.y + down * share };
    await page.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...to, ...held });
    await pause(step);
  }
  const end = { x: middle.x + across, y: middle.y + down };
  await page.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...end, ...held, buttons: 0 });
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
