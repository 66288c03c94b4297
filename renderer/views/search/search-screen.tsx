import { useSignal } from '@preact/signals';
import { Button, IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureCard } from '../../components/failure-card.tsx';
import { Field } from '../../components/field.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import type { View } from '../../state/router.ts';
import { useAction } from '../../state/use-action.ts';
import { categoryName, nearbyCategories } from '../../words/categories.ts';
import { navigationWords } from '../../words/navigation.ts';
import { PlaceSymbol } from '../map/place-symbol.tsx';
import { Nearby } from './nearby.tsx';
import { PlaceList } from './place-list.tsx';
import { useSearch, type SearchState } from './use-search.ts';
import './search.css';

type SearchView = Extract<View, { name: 'search' }>;

/** Finding a place to drive to: by typing, by what it is, or among those one knows. */
export const SearchScreen = ({ view }: { readonly view: SearchView }) => {
  const app = useApp();
  const t = useWords(navigationWords);
  const text = useSignal('');
  const result = useSearch(text);
  const { category } = view;
  if (category !== undefined) return <Nearby category={category} key={category} />;
  const moving = app.topics.position.value.moving;
  const typing = app.typing.target.value !== undefined && !app.typing.keysSeen.value && !moving;
  const enter = () => {
    // With the keyboard on the screen, Enter makes room for what was found; with real keys it takes the first.
    if (typing) {
      app.typing.close();
      return;
    }
    const first = result.value?.found[0];
    if (first !== undefined) app.router.go({ name: 'route', to: first.place });
  };
  return (
    <div class={`search${typing ? ' search-typing' : ''}`}>
      <h1 class="only-spoken" tabIndex={-1}>
        {t.search}
      </h1>
      <div class="search-head">
        <Field
          label={t.searchLabel}
          value={text}
          layout={app.language.value === 'ja' ? 'japanese' : 'latin'}
          onEnter={enter}
          maxLength={200}
          focused={!moving}
        />
        {text.value !== '' && !moving && (
          <IconButton
            icon="close"
            label={t.forgetRecent}
            onPress={() => {
              text.value = '';
            }}
          />
        )}
      </div>
      {/* A touch leaves the focus where one types: a keyboard that closed under the finger would move what it meets. */}
      <div class="search-body scrolls" onMouseDown={(event) => event.preventDefault()}>
        {result.value === undefined || moving ? <Suggestions /> : <Results result={result.value} />}
      </div>
    </div>
  );
};

const Results = ({ result }: { readonly result: SearchState }) => {
  const t = useWords(navigationWords);
  if (result.failure !== undefined) return <FailureCard failure={result.failure} />;
  return (
    <>
      <p class="only-spoken" role="status">
        {t.resultCount(result.found.length)}
      </p>
      {result.found.length === 0 ? (
        <EmptyState icon="search" title={t.noResults} text={t.noResultsText} />
      ) : (
        <PlaceList label={t.results} places={result.found} />
      )}
    </>
  );
};

/** What needs no typing. */
const Suggestions = () => {
  const app = useApp();
  const t = useWords(navigationWords);
  const forget = useAction('destinations.forget-recent');
  const { recent, favourites } = app.topics.destinations.value;
  return (
    <>
      <section aria-label={t.categories} class="search-section">
        <h2>{t.categories}</h2>
        <ul class="search-categories">
          {nearbyCategories.map((category) => (
            <li key={category}>
              <button type="button" class="search-category" onClick={() => app.router.go({ name: 'search', category })}>
                <PlaceSymbol kind="poi" category={category} />
                <span>{categoryName(category, app.language.value)}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      {favourites.length > 0 && (
        <section class="search-section">
          <h2>{t.favourites}</h2>
          <PlaceList label={t.favourites} places={favourites.map((place) => ({ place }))} />
        </section>
      )}
      <section class="search-section">
        <div class="search-section-head">
          <h2>{t.recent}</h2>
          {recent.length > 0 && (
            <Button tone="quiet" onPress={() => void forget.run()}>
              {t.forgetRecent}
            </Button>
          )}
        </div>
        {recent.length > 0 ? (
          <PlaceList label={t.recent} places={recent.map((place) => ({ place }))} />
        ) : (
          <p class="muted">{t.nothingRecent}</p>
        )}
      </section>
    </>
  );
};
