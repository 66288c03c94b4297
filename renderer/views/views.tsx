import type { ComponentChildren } from 'preact';
import { EmptyState } from '../components/empty-state.tsx';
import { useWords } from '../state/app-context.ts';
import type { View, ViewName } from '../state/router.ts';
import { shellWords } from '../words/shell.ts';

/** The screens by their names; each is given the view that leads to it. */
const views: { readonly [Name in ViewName]?: (view: Extract<View, { name: Name }>) => ComponentChildren } = {};

const Missing = () => {
  const t = useWords(shellWords);
  return <EmptyState icon="info" title={t.missingView} />;
};

/** The screen of a view. */
export const renderView = (view: View): ComponentChildren => {
  const render = views[view.name] as ((view: View) => ComponentChildren) | undefined;
  return render === undefined ? <Missing /> : render(view);
};
