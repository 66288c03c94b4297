import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from 'vitest';
import { chooseLanguage, waitForStart } from '../../demo/screen/account-steps.ts';
import { pressEnterOnScreen, typeOnScreen } from '../../demo/screen/typing.ts';
import { useWorld } from './support/world.ts';

const world = useWorld();

test('a finger types Latin letters and Japanese, and so does a keyboard of its own', { timeout: 120_000 }, async () => {
  const app = await world.launch({ data: await world.installation.terminalFolder('typing', { stack: false }) });
  const { page, screen } = app;
  await waitForStart(screen);
  await chooseLanguage(screen, 'ja');
  const { signUpWay, answers } = await screen.words();
  await page.getByRole('button', { name: signUpWay }).click();
  const input = page.locator('main input');
  const board = page.getByRole('group', { name: 'キーボード', exact: true });
  const press = (name: string) => board.getByRole('button', { name, exact: true }).click();
  const suggested = board.getByRole('listbox');

  // A password is neither composed nor suggested for.
  for (const [question, text] of [
    ['userId', 'driver-7'],
    ['password', 'Ab-12345 x'],
    ['licenceNumber', 'LN_2026'],
  ] as const) {
    await page.getByRole('heading', { name: answers[question], level: 1 }).waitFor();
    await typeOnScreen(screen, text);
    expect(await input.inputValue()).toBe(text);
    expect(await suggested.count()).toBe(0);
    await pressEnterOnScreen(screen);
  }

  // The car's name takes Japanese.
  await page.getByRole('heading', { name: answers.terminalName, level: 1 }).waitFor();
  for (const kana of 'とうき') await press(kana);
  await press('よ');
  await press('濁点・半濁点・小文字');
  await press('う');
  expect(await input.inputValue()).toBe('とうきょう');
  await suggested.getByRole('option', { name: '東京', exact: true }).waitFor();
  expect((await new AxeBuilder({ page }).include('.keyboard').setLegacyMode().analyze()).violations).toEqual([]);
  await press('変換');
  expect(await input.inputValue()).toBe('東京');
  await press('確定');
  await press('戻す');
  expect(await input.inputValue()).toBe('とうきょう');
  await suggested.getByRole('option', { name: '東京', exact: true }).click();
  expect(await input.inputValue()).toBe('東京');

  for (const [width, height, least] of [
    [1024, 600, 60],
    [800, 480, 50],
  ] as const) {
    await app.resize(width, height);
    const keys = await board.getByRole('button').all();
    const sizes = await Promise.all(keys.map((key) => key.boundingBox()));
    const small = sizes.filter((box) => box === null || Math.min(box.width, box.height) < least);
    expect(small, `${width}x${height}`).toEqual([]);
    await expect
      .poll(() => input.boundingBox().then((box) => (box?.y ?? 0) + (box?.height ?? 0)))
      .toBeLessThan((await board.boundingBox())?.y ?? 0);
  }

  // Real keys: romaji, and no keys on the screen.
  await input.focus();
  await page.keyboard.type('eki');
  expect(await input.inputValue()).toBe('東京えき');
  await expect.poll(() => board.getByRole('button', { name: 'あ', exact: true }).count()).toBe(0);
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  expect(await input.inputValue()).toBe('東京駅');
  await app.quit();
});
