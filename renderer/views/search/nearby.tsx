import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { FoundPlace } from '../../../src/contract/screen/geography.ts';
import { EmptyState, Skeleton } from '../../components/empty-state.tsx';
import { FailureCard } from '../../components/failure-card.tsx';
import { Page } from '../../components/page.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { categoryName } from '../../words/categories.ts';
import { navigationWords } from '../../words/navigation.ts';
import { PlaceList } from './place-list.tsx';
import { aroundHere } from './use-search.ts';

const atMost = 30;

/** Places of one kind around here, the nearest first. */
export const Nearby = ({ category }: { readonly category: string }) => {
  const app = useApp();
  const t = useWords(navigationWords);
  const nearby = useAction('places.nearby');
  const found = useSignal<readonly FoundPlace[] | undefined>(undefined);
  const { run, failure } = nearby;
  const ask = () => {
    void run({ category, near: aroundHere(app) ?? [0, 0], limit: atMost }).then((reply) => {
      if (reply?.ok === true) found.value = reply.value.found;
    });
  };
  useEffect(ask, [category]);
  return (
    <Page title={categoryName(category, app.language.value)} onBack={() => app.router.go({ name: 'search' })}>
      {failure !== undefined && <FailureCard failure={failure} onRetry={ask} />}
      {failure === undefined && found.value === undefined && <Skeleton rows={5} label={t.searching} />}
      {found.value?.length === 0 && <EmptyState icon="search" title={t.noneNearby} />}
      {found.value !== undefined && found.value.length > 0 && <PlaceList label={t.results} places={found.value} />}
    </Page>
  );
};
