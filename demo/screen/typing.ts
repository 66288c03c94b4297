import type { Screen } from './screen.ts';

/** Types with the keys on the screen, as a finger does: Latin letters, digits and signs. */
export async function typeOnScreen(screen: Screen, text: string): Promise<void> {
  const { keyboard, keys } = await screen.words();
  const board = screen.page.getByRole('group', { name: keyboard, exact: true });
  const key = (name: string) => board.getByRole('button', { name, exact: true });
  // What stands on a key that is no letter may follow what it is called.
  const command = (name: string) => board.getByRole('button', { name: new RegExp(`^${name}`) });
  await board.waitFor();
  for (const character of text) {
    if (character === ' ') {
      await command(keys.space).click();
      continue;
    }
    const isLetter = /[a-z]/i.test(character);
    if (isLetter && (await command(keys.latin).isVisible())) await command(keys.latin).click();
    if (!isLetter && !(await key(character).isVisible())) {
      if (await command(keys.latin).isVisible()) await command(keys.latin).click();
      if (!(await key(character).isVisible())) await command(keys.symbols).click();
    }
    if (isLetter) {
      const isUpper = character !== character.toLowerCase();
      const shift = command(keys.shift);
      if (((await shift.getAttribute('aria-pressed')) === 'true') !== isUpper) await shift.click();
    }
    await key(character).click();
  }
}

/** The key that ends what is typed. */
export async function pressEnterOnScreen(screen: Screen): Promise<void> {
  const { keyboard, keys } = await screen.words();
  await screen.page
    .getByRole('group', { name: keyboard, exact: true })
    .getByRole('button', { name: keys.enter, exact: true })
    .click();
}
