import type { Place } from '../../../src/contract/screen/geography.ts';
import { useApp } from '../../state/app-context.ts';
import { categoryName } from '../../words/categories.ts';
import { PlaceSymbol } from '../map/place-symbol.tsx';

interface PlaceListProps {
  readonly label: string;
  readonly places: readonly { readonly place: Place; readonly distance?: number }[];
}

/** Places to drive to, one under the other. */
export const PlaceList = ({ label, places }: PlaceListProps) => {
  const { router, formats, language } = useApp();
  return (
    <ul class="row-list place-list" aria-label={label}>
      {places.map(({ place, distance }) => (
        <li key={place.id}>
          <button type="button" class="row row-button" onClick={() => router.go({ name: 'route', to: place })}>
            <PlaceSymbol kind={place.kind} category={place.category} />
            <span class="row-text">
              <span class="row-title">{place.name}</span>
              <span class="row-detail">{detailOf(place, language.value)}</span>
            </span>
            {distance !== undefined && <span class="row-end">{formats.value.distance(distance)}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
};

function detailOf({ category, kind, area, name }: Place, language: 'en' | 'ja'): string {
  return [categoryName(category, language, kind), area]
    .filter((text) => text !== undefined && text !== name)
    .join(' · ');
}
