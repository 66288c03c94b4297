import type { Locator } from 'playwright';
import type { Screen } from '../../../demo/screen/screen.ts';

/** The card that says which step failed, what one can do now (in exactly these words), and the code for the operator. */
export async function expectFailure(
  screen: Screen,
  {
    code,
    title,
    whatToDo,
  }: { readonly code: string; readonly title: string | RegExp; readonly whatToDo: string | RegExp },
): Promise<Locator> {
  const card = screen.page.getByRole('alert').filter({ has: screen.page.getByText(code, { exact: true }) });
  await card.getByRole('heading', { name: title }).waitFor();
  await card.getByText(whatToDo, { exact: true }).waitFor();
  return card;
}
