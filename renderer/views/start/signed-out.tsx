import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { startWords } from '../../words/start.ts';
import { Way } from './way.tsx';

/** The way in with an account of one's own, and what may stand before it. */
export const SignedOut = () => {
  const { topics, router, formats } = useApp();
  const t = useWords(startWords);
  const { demo, portalUrl } = topics.app.value;
  const keyring = topics.keyring.value.state;
  return (
    <>
      {keyring !== 'ready' && keyring !== 'unknown' && (
        <Banner
          tone="warn"
          icon="lock"
          title={t.keyringTitle}
          text={t.keyringText}
          actions={<Button onPress={() => router.go({ name: 'keyring' })}>{t.keyringOpen}</Button>}
        />
      )}
      <Way
        primary={!demo}
        icon="user"
        title={t.signUpTitle}
        text={t.signUpText}
        onPress={() => router.go({ name: 'sign-up' })}
      />
      {portalUrl !== undefined && <p class="muted small start-portal">{t.portal(formats.value.address(portalUrl))}</p>}
    </>
  );
};
