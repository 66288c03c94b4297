import { useComputed } from '@preact/signals';
import type { Place } from '../../../src/contract/screen/geography.ts';
import { IconButton } from '../../components/button.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { navigationWords } from '../../words/navigation.ts';

/** The star of a place. */
export const FavouriteButton = ({ place }: { readonly place: Place }) => {
  const { topics } = useApp();
  const t = useWords(navigationWords);
  const favour = useAction('destinations.favour');
  const favourite = useComputed(() => topics.destinations.value.favourites.some(({ id }) => id === place.id)).value;
  return (
    <IconButton
      icon="star"
      label={favourite ? t.unfavourite : t.favourite}
      pressed={favourite}
      filled={favourite}
      onPress={() => void favour.run({ place, favourite: !favourite })}
    />
  );
};
