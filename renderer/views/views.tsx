import type { ComponentChildren } from 'preact';
import type { View, ViewName } from '../state/router.ts';
import { AboutView } from './about/about-view.tsx';
import { LicencesView } from './about/licences-view.tsx';
import { ConnectionView } from './connection/connection-view.tsx';
import { KeyringView } from './keyring/keyring-view.tsx';
import { MapScreen } from './map/map-screen.tsx';
import { MapsView } from './maps/maps-view.tsx';
import { OperatorView } from './operator/operator-view.tsx';
import { SearchScreen } from './search/search-screen.tsx';
import { PositionView } from './settings/position-view.tsx';
import { SettingsView } from './settings/settings-view.tsx';
import { SignUpView } from './sign-up/sign-up-view.tsx';
import { StartView } from './start/start-view.tsx';
import { TerminalsView } from './terminals/terminals-view.tsx';

/** The screens by their names; each is given the view that leads to it. */
const views: { readonly [Name in ViewName]: (view: Extract<View, { name: Name }>) => ComponentChildren } = {
  start: () => <StartView />,
  'sign-up': () => <SignUpView />,
  map: (view) => <MapScreen view={view} />,
  // The same screen, so that the map stays where it is.
  route: (view) => <MapScreen view={view} />,
  search: (view) => <SearchScreen view={view} />,
  maps: () => <MapsView />,
  terminals: () => <TerminalsView />,
  connection: () => <ConnectionView />,
  settings: () => <SettingsView />,
  position: () => <PositionView />,
  about: () => <AboutView />,
  licences: () => <LicencesView />,
  keyring: () => <KeyringView />,
  operator: () => <OperatorView />,
};

/** The screen of a view. */
export const renderView = (view: View): ComponentChildren => {
  const render = views[view.name] as (view: View) => ComponentChildren;
  return render(view);
};
