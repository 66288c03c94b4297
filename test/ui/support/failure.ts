import type { Locator } from 'playwright';
import type { Screen } from '../../../demo/screen/screen.ts';

/** The card that says which step failed, what one can do now, and the code for the operator. */
export async function expectFailure(screen: Screen, code: string, title: string | RegExp): Promise<Locator> {
  const card = screen.page.getByRole('alert').filter({ has: screen.page.getByText(code, { exact: true }) });
  await card.getByRole('heading', { name: title }).waitFor();
  return card;
}
