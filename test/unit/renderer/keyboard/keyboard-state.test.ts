import { describe, expect, test } from 'vitest';
import { dictionaryOf } from '../../../../renderer/keyboard/dictionary.ts';
import type { FieldPort } from '../../../../renderer/keyboard/field-port.ts';
import { createKeyboardState } from '../../../../renderer/keyboard/keyboard-state.ts';
import { field, type Typing } from '../../../../renderer/keyboard/typing.ts';

const dictionary = dictionaryOf('えき\tC駅\tF液\nえきまえ\tB駅前\n');

/** A field as a page has it: text and selection, which others may change too. */
function pageField(layout: FieldPort['layout'], text = '') {
  const page = { text, start: text.length, end: text.length, entered: 0 };
  const port: FieldPort = {
    layout,
    read: () => field(page.text, page.start, page.end),
    isUntouched: (last: Typing) => last.text === page.text && last.start === page.start && last.end === page.end,
    write: (next) => Object.assign(page, { text: next.text, start: next.start, end: next.end }),
    enter: () => {
      page.entered += 1;
    },
  };
  return { page, port };
}

async function keyboard(layout: FieldPort['layout'], language: 'en' | 'ja' = 'ja', by: 'touch' | 'keys' = 'touch') {
  const state = createKeyboardState({
    loadDictionary: () => Promise.resolve(dictionary),
    known: (reading) => Promise.resolve(reading === 'えき' ? ['駅西'] : []),
  });
  const { page, port } = pageField(layout);
  state.attach(port, language, by);
  await settled();
  return { state, page, port };
}

/** Promises that are already fulfilled have been followed up. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const suggested = (state: ReturnType<typeof createKeyboardState>) =>
  state.suggested.value.map(({ surface }) => surface);

describe('the keyboard', () => {
  test('starts with the page that the field and the language want', async () => {
    expect((await keyboard('japanese')).state.page.value).toBe('kana');
    expect((await keyboard('japanese', 'en')).state.page.value).toBe('latin');
    expect((await keyboard('latin')).state.page.value).toBe('latin');
    expect((await keyboard('digits')).state.page.value).toBe('digits');
    expect((await keyboard('japanese', 'ja', 'keys')).state.shape.value).toBe('strip');
    expect((await keyboard('latin', 'en', 'keys')).state.shape.value).toBe('hidden');
  });

  test('shift holds for one letter, pressed twice until it is pressed again', async () => {
    const { state, page } = await keyboard('latin', 'en');
    state.press('shift');
    for (const letter of 'ab') state.write(letter);
    state.press('shift');
    state.press('shift');
    for (const letter of 'cd') state.write(letter);
    state.press('shift');
    state.write('e');
    expect(page.text).toBe('AbCDe');
  });

  test('converts with what is known first, then the dictionary', async () => {
    const { state, page } = await keyboard('japanese');
    for (const kana of 'えき') state.write(kana);
    await settled();
    expect(suggested(state).slice(0, 3)).toEqual(['駅西', '駅', '液']);
    state.press('space');
    state.press('space');
    expect(page.text).toBe('駅');
    expect(state.chosen.value).toBe(1);
    state.press('enter');
    expect(page).toMatchObject({ text: '駅', start: 1, end: 1, entered: 0 });
    state.undo();
    expect(page.text).toBe('えき');
    state.press('enter');
    state.press('enter');
    expect(page.entered).toBe(1);
  });

  test('a candidate that is tapped goes in, and marks end what is composed', async () => {
    const { state, page } = await keyboard('japanese');
    for (const kana of 'えき') state.write(kana);
    const found = state.suggested.value.find(({ surface }) => surface === '駅前');
    if (found !== undefined) state.take(found);
    state.write('、');
    expect(page.text).toBe('駅前、');
    expect(state.composing.value).toBe(false);
  });

  test('somebody else changing the field ends composing and loses nothing', async () => {
    const { state, page } = await keyboard('japanese');
    for (const kana of 'えき') state.write(kana);
    Object.assign(page, { start: 0, end: 0 });
    state.look();
    expect(state.composing.value).toBe(false);
    state.write('か');
    expect(page.text).toBe('かえき');
    for (const key of 'hon') state.pressHardware(key);
    Object.assign(page, { start: 0, end: 0 });
    state.look();
    expect(page).toMatchObject({ text: 'かほんえき', start: 0, end: 0 });
  });

  test('romaji from a keyboard of the user’s own', async () => {
    const { state, page } = await keyboard('japanese', 'ja', 'keys');
    for (const key of 'eki') expect(state.pressHardware(key)).toBe(true);
    await settled();
    expect(page.text).toBe('えき');
    expect(state.pressHardware(' ')).toBe(true);
    expect(state.pressHardware('2')).toBe(true);
    expect(page.text).toBe('駅');
    expect(state.pressHardware('Enter')).toBe(false);
    expect(state.pressHardware('Backspace')).toBe(false);
    for (const key of 'hon') state.pressHardware(key);
    expect(state.pressHardware('F7')).toBe(true);
    expect(page.text).toBe('駅ホン');
    expect(state.pressHardware('Escape')).toBe(true);
    expect(state.pressHardware('Escape')).toBe(true);
    expect(page.text).toBe('駅');
    expect(state.pressHardware('ZenkakuHankaku')).toBe(true);
    expect(state.pressHardware('e')).toBe(false);
  });

  test('leaves keys alone in fields without Japanese', async () => {
    const { state } = await keyboard('latin');
    for (const key of ['a', 'Enter', ' ', 'Backspace']) expect(state.pressHardware(key)).toBe(false);
  });

  test('leaving a field settles what is composed', async () => {
    const { state, page } = await keyboard('japanese', 'ja', 'keys');
    for (const key of 'hon') state.pressHardware(key);
    state.detach();
    expect(page.text).toBe('ほん');
    expect(state.shape.value).toBe('hidden');
    state.write('か');
    expect(page.text).toBe('ほん');
  });
});
