import { AboutView } from './about/about-view.tsx';
import { LicencesView } from './about/licences-view.tsx';
import { ConnectionView } from './connection/connection-view.tsx';
import { KeyringView } from './keyring/keyring-view.tsx';
import { OperatorView } from './operator/operator-view.tsx';
import type { FurtherName, Screens } from './screens.ts';
import { SearchScreen } from './search/search-screen.tsx';
import { PositionView } from './settings/position-view.tsx';
import { SettingsView } from './settings/settings-view.tsx';
import { SignUpView } from './sign-up/sign-up-view.tsx';
import { TerminalsView } from './terminals/terminals-view.tsx';

/** The screens that are only ever come to from another. */
export const furtherViews: Screens<FurtherName> = {
  'sign-up': () => <SignUpView />,
  search: (view) => <SearchScreen view={view} />,
  terminals: () => <TerminalsView />,
  connection: () => <ConnectionView />,
  settings: () => <SettingsView />,
  position: () => <PositionView />,
  about: () => <AboutView />,
  licences: () => <LicencesView />,
  keyring: () => <KeyringView />,
  operator: () => <OperatorView />,
};
