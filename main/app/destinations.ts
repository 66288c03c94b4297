import type { Place } from '../../src/contract/screen/geography.ts';
import type { ScreenState } from '../../src/contract/screen/state.ts';

type Destinations = ScreenState['destinations'];

const mostRecent = 20;
const mostFavourites = 200;

const without = (places: readonly Place[], { id }: Place): Place[] => places.filter((place) => place.id !== id);

/** One drives there: it comes first among the recent ones. */
export const withRecent = (destinations: Destinations, place: Place): Destinations => ({
  ...destinations,
  recent: [place, ...without(destinations.recent, place)].slice(0, mostRecent),
});

export const withFavourite = (destinations: Destinations, place: Place, favourite: boolean): Destinations => {
  const others = without(destinations.favourites, place);
  return { ...destinations, favourites: favourite ? [...others, place].slice(-mostFavourites) : others };
};
