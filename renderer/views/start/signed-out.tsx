import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { FailureCard } from '../../components/failure-card.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { startWords } from '../../words/start.ts';

interface WayProps {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly primary?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly onPress: () => void;
}

const Way = ({ icon, title, text, primary = false, busy = false, disabled = false, onPress }: WayProps) => (
  <button
    type="button"
    class={`start-way${primary ? ' start-way-primary' : ''}`}
    aria-busy={busy}
    aria-disabled={disabled || busy}
    onClick={() => {
      if (!busy && !disabled) onPress();
    }}
  >
    {busy ? <span class="spinner start-way-icon" /> : <Icon name={icon} size={1.8} />}
    <span class="start-way-text">
      <span class="start-way-title">{title}</span>
      <span class="start-way-detail">{text}</span>
    </span>
    <Icon name="forward" />
  </button>
);

/** Two ways in: the demo, where its servers run beside the terminal, and an account of one's own. */
export const SignedOut = () => {
  const { topics, router, left, formats } = useApp();
  const t = useWords(startWords);
  const demo = useAction('demo.sign-up');
  const retry = useAction('trouble.retry');
  const { demo: hasDemo, portalUrl } = topics.app.value;
  const stack = topics.stack.value;
  const keyring = topics.keyring.value.state;
  const keyringFails = keyring !== 'ready' && keyring !== 'unknown';
  const stackRuns = stack.state === 'running';
  const waiting = stack.state === 'restarting' ? t.stackRestarting : t.stackStarting;
  const startDemo = async () => {
    const reply = await demo.run();
    if (reply?.ok === true) router.reset({ name: 'maps' });
  };
  return (
    <>
      {keyringFails && (
        <Banner
          tone="warn"
          icon="lock"
          title={t.keyringTitle}
          text={t.keyringText}
          actions={<Button onPress={() => router.go({ name: 'keyring' })}>{t.keyringOpen}</Button>}
        />
      )}
      {hasDemo && stack.failure !== undefined && (
        <FailureCard
          failure={stack.failure}
          goesOnIn={stack.retryIn === undefined ? undefined : left('stack', stack.retryIn)}
          onRetry={() => void retry.run()}
          retrying={retry.busy}
        />
      )}
      {demo.failure !== undefined && (
        <FailureCard failure={demo.failure} onRetry={() => void startDemo()} retrying={demo.busy} />
      )}
      {hasDemo && stack.failure === undefined && demo.failure === undefined && (
        <Way
          primary
          icon="play"
          title={t.demoTitle}
          text={demo.busy ? t.demoBusy : stackRuns ? t.demoText : waiting}
          busy={demo.busy || stack.state === 'starting' || stack.state === 'restarting'}
          disabled={!stackRuns}
          onPress={() => void startDemo()}
        />
      )}
      <Way
        primary={!hasDemo}
        icon="user"
        title={t.signUpTitle}
        text={t.signUpText}
        disabled={demo.busy}
        onPress={() => router.go({ name: 'sign-up' })}
      />
      {portalUrl !== undefined && <p class="muted small start-portal">{t.portal(formats.value.address(portalUrl))}</p>}
    </>
  );
};
