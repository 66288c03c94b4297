import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { LongitudeLatitude, Place } from '../../../src/contract/screen/geography.ts';
import { metresBetween } from '../../../src/navigation/guidance/geometry.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { FailureCard } from '../../components/failure-card.tsx';
import { Icon } from '../../components/icon.tsx';
import { mapHostOf } from '../../map/map-host.ts';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { categoryName } from '../../words/categories.ts';
import { navigationWords } from '../../words/navigation.ts';
import { FavouriteButton } from './favourite-button.tsx';
import { PlaceSymbol } from './place-symbol.tsx';

/** Looking around: the way to a destination, or the place that was touched. */
export const BrowsePanel = () => {
  const app = useApp();
  const host = mapHostOf(app);
  const t = useWords(navigationWords);
  const picked = host.picked.value;
  if (picked === undefined) {
    return (
      <button type="button" class="map-search" onClick={() => app.router.go({ name: 'search' })}>
        <Icon name="search" size={1.5} />
        <span>{t.whereTo}</span>
      </button>
    );
  }
  return <PickedPlace position={picked} key={picked.join()} />;
};

const PickedPlace = ({ position }: { readonly position: LongitudeLatitude }) => {
  const app = useApp();
  const host = mapHostOf(app);
  const find = useAction('places.at');
  const place = useSignal<Place | undefined>(undefined);
  const t = useWords(navigationWords);
  const { run, failure } = find;
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    void run({ position }).then((reply) => {
      if (reply?.ok === true) place.value = reply.value;
    });
  }, [run, position, place]);
  useSignalEffect(() => {
    const at = place.value?.position ?? position;
    host.use((engine) => engine.setPin('place', at));
  });
  useEffect(() => () => host.use((engine) => engine.setPin('place', undefined)), [host]);
  const close = () => {
    host.picked.value = undefined;
    host.use((engine) => engine.focus());
  };
  useEffect(() => app.router.setEscape(close), []);
  // Whoever cannot see the card is told of it, and Tab leads on to what can be done.
  useEffect(() => card.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true }), [place.value]);
  return (
    <section class="map-card" data-covers ref={card}>
      {failure !== undefined && <FailureCard failure={failure} onRetry={() => void run({ position })} />}
      {place.value === undefined && failure === undefined && <p role="status">{t.searching}</p>}
      {place.value !== undefined && <PlaceFacts place={place.value} />}
      <div class="map-card-actions">
        <IconButton icon="close" label={t.close} onPress={close} />
        {place.value !== undefined && <FavouriteButton place={place.value} />}
        {place.value !== undefined && <RouteButton place={place.value} />}
      </div>
    </section>
  );
};

const RouteButton = ({ place }: { readonly place: Place }) => {
  const app = useApp();
  const t = useWords(navigationWords);
  return (
    <Button
      tone="primary"
      icon="route"
      onPress={() => {
        mapHostOf(app).picked.value = undefined;
        app.router.go({ name: 'route', to: place });
      }}
    >
      {t.route}
    </Button>
  );
};

/** Name, kind, surroundings and distance of a place. */
const PlaceFacts = ({ place }: { readonly place: Place }) => {
  const app = useApp();
  const t = useWords(navigationWords);
  const here = app.topics.position.peek().fix?.position;
  const facts = [
    categoryName(place.category, app.language.value, place.kind),
    place.area,
    here === undefined ? undefined : t.fromHere(app.formats.value.distance(metresBetween(here, place.position))),
  ].filter((fact) => fact !== undefined && fact !== '' && fact !== place.name);
  return (
    <div class="map-card-head">
      <PlaceSymbol kind={place.kind} category={place.category} />
      <div>
        <h1 tabIndex={-1}>{place.name}</h1>
        <p class="muted small">{facts.join(' · ')}</p>
      </div>
    </div>
  );
};
