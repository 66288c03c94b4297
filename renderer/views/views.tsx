import type { ComponentChildren } from 'preact';
import { later } from '../state/later.ts';
import type { View, ViewName } from '../state/router.ts';
import { MapScreen } from './map/map-screen.tsx';
import { MapsView } from './maps/maps-view.tsx';
import type { FirstName, Screens } from './screens.ts';
import { StartView } from './start/start-view.tsx';

const firstViews: Screens<FirstName> = {
  start: () => <StartView />,
  map: (view) => <MapScreen view={view} />,
  // The same screen, so that the map stays where it is.
  route: (view) => <MapScreen view={view} />,
  maps: () => <MapsView />,
};

const further = later(() => import('./further-views.tsx'));

/** The screen of a view. */
export const renderView = (view: View): ComponentChildren => {
  const views: Partial<Screens<ViewName>> = { ...firstViews, ...further.part.value?.furtherViews };
  const render = views[view.name] as ((view: View) => ComponentChildren) | undefined;
  if (render === undefined) further.load();
  return render?.(view);
};
