import { Icon, type IconName } from '../components/icon.tsx';
import { IconButton } from '../components/button.tsx';
import { Ring } from '../components/progress.tsx';
import { StatusPill } from '../components/status-pill.tsx';
import { useApp, useWords } from '../state/app-context.ts';
import { shellWords } from '../words/shell.ts';
import { Clock } from './clock.tsx';
import './status-strip.css';

const SessionRing = () => {
  const { topics, left, formats } = useApp();
  const t = useWords(shellWords);
  const session = topics.session.value;
  if (session.state === 'open') {
    const seconds = left('session', session.remaining);
    const part = session.lifetime > 0 ? seconds / session.lifetime : 0;
    return (
      <Ring part={part} tone={part < 0.15 ? 'warn' : 'good'} label={t.sessionLeft(formats.value.duration(seconds))} />
    );
  }
  const label = { none: t.sessionNone, opening: t.sessionOpening, failed: t.sessionFailed }[session.state];
  return <Ring part={0} tone={session.state === 'failed' ? 'bad' : 'accent'} label={label} />;
};

interface SignProps {
  readonly icon: IconName;
  readonly label: string;
  readonly tone: 'good' | 'warn' | 'bad' | 'muted';
}

const Sign = ({ icon, label, tone }: SignProps) => (
  <span class={`strip-sign strip-sign-${tone}`} role="img" aria-label={label} title={label}>
    <Icon name={icon} size={1.2} />
  </span>
);

const NetworkSign = () => {
  const { topics } = useApp();
  const t = useWords(shellWords);
  switch (topics.network.value.state) {
    case 'online':
      return <Sign icon="network" label={t.online} tone="good" />;
    case 'offline':
      return <Sign icon="network-off" label={t.offline} tone="warn" />;
    case 'unknown':
      return <Sign icon="network" label={t.networkUnknown} tone="muted" />;
  }
};

const StackSign = () => {
  const { topics } = useApp();
  const t = useWords(shellWords);
  switch (topics.stack.value.state) {
    case 'off':
      return null;
    case 'running':
      return <Sign icon="server" label={t.serversRunning} tone="good" />;
    case 'starting':
    case 'restarting':
      return <Sign icon="server" label={t.serversStarting} tone="warn" />;
    case 'failed':
      return <Sign icon="server" label={t.serversFailed} tone="bad" />;
  }
};

/** Who is signed in, how long the session lasts, network and servers: always at the same place. */
export const StatusStrip = () => {
  const { topics, router } = useApp();
  const t = useWords(shellWords);
  const account = topics.terminal.value.account;
  const app = topics.app.value;
  return (
    <header class="strip" aria-label={t.status}>
      {app.kiosk !== 'off' && (
        <IconButton
          icon={app.kiosk === 'locked' ? 'lock' : 'unlock'}
          label={t.lockedKiosk}
          onPress={() => router.go({ name: 'operator' })}
        />
      )}
      {app.demo && <StatusPill tone="accent">{t.demo}</StatusPill>}
      {topics.position.value.moving && <Sign icon="car" label={t.moving} tone="warn" />}
      <span class="strip-space" />
      {account === undefined ? (
        <span class="strip-user muted">{t.notSignedIn}</span>
      ) : (
        <>
          <span class="strip-user">
            <span class="only-spoken">{t.signedInAs(account.userId)}</span>
            <span aria-hidden="true">{account.userId}</span>
          </span>
          <SessionRing />
        </>
      )}
      <StackSign />
      <NetworkSign />
      <Clock />
    </header>
  );
};
