import { Page } from '../../components/page.tsx';
import { Row, RowButton, RowList } from '../../components/row.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { settingsWords } from '../../words/settings.ts';
import { AccountSettings } from './account-settings.tsx';
import { DisplaySettings, VoiceSettings } from './display-settings.tsx';
import { PositionSettings } from './position-settings.tsx';
import './settings.css';

/** What the terminal stands on: network, keyring, servers. */
const SystemRows = () => {
  const { topics, router, formats, left } = useApp();
  const t = useWords(settingsWords);
  const { network, keyring, stack } = topics;
  const { state, retryIn } = stack.value;
  const again = retryIn === undefined ? '' : ` · ${formats.value.countdown(left('stack', retryIn))}`;
  return (
    <RowList label={t.system}>
      <RowButton
        icon={network.value.state === 'offline' ? 'network-off' : 'network'}
        title={t.connection}
        detail={`${t.network} · ${t.networkStates[network.value.state]}`}
        onPress={() => router.go({ name: 'connection' })}
      />
      <RowButton
        icon="key"
        title={t.keyring}
        detail={t.keyringStates[keyring.value.state]}
        onPress={() => router.go({ name: 'keyring' })}
      />
      {state !== 'off' && <Row icon="server" title={t.stack} detail={`${t.stackStates[state]}${again}`} />}
      <RowButton icon="info" title={t.about} detail={t.aboutText} onPress={() => router.go({ name: 'about' })} />
      {topics.app.value.kiosk !== 'off' && (
        <RowButton icon="lock" title={t.operator} onPress={() => router.go({ name: 'operator' })} />
      )}
    </RowList>
  );
};

export const SettingsView = () => {
  const { topics } = useApp();
  const t = useWords(settingsWords);
  return (
    <Page title={t.title}>
      <h2 class="settings-heading">{t.display}</h2>
      <DisplaySettings />
      <h2 class="settings-heading">{t.voice}</h2>
      <VoiceSettings />
      {topics.app.value.kiosk !== 'locked' && (
        <>
          <h2 class="settings-heading">{t.position}</h2>
          <PositionSettings />
        </>
      )}
      <h2 class="settings-heading">{t.account}</h2>
      <AccountSettings />
      <h2 class="settings-heading">{t.system}</h2>
      <SystemRows />
    </Page>
  );
};
