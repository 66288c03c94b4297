import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Segmented } from '../../components/choices.tsx';
import { FailureCard, FailureCode } from '../../components/failure-card.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { startWords } from '../../words/start.ts';
import { DemoWay } from './demo-way.tsx';
import { Emblem } from './emblem.tsx';
import { SignedOut } from './signed-out.tsx';
import './start.css';

/** The two names stand in their own languages: whoever cannot read this one finds theirs. */
const LanguageChoice = () => {
  const { topics, bridge, toasts } = useApp();
  const t = useWords(startWords);
  return (
    <Segmented
      label={t.language}
      value={topics.settings.value.language}
      choices={[
        { value: 'en', label: 'English', lang: 'en' },
        { value: 'ja', label: '日本語', lang: 'ja' },
      ]}
      onChange={(language) =>
        void bridge.call('settings.change', { language }).then((reply) => {
          if (!reply.ok) toasts.show(reply.failure.code, 'bad');
        })
      }
    />
  );
};

/** What keeps the terminal from being used, and what one can do about it. */
const Obstacle = () => {
  const { topics, router } = useApp();
  const t = useWords(startWords);
  const retry = useAction('trouble.retry');
  const { phase, failure, device } = topics.terminal.value;
  if (phase === 'starting' && failure === undefined)
    return (
      <p class="start-waiting" role="status">
        <span class="spinner" /> {t.startingText}
      </p>
    );
  const unconfigured = phase === 'unconfigured';
  // The demo brings along what is missing.
  if (topics.app.value.demoSetUp !== undefined) return null;
  return (
    <>
      {phase !== 'starting' && (
        <Banner
          tone="warn"
          icon={unconfigured ? 'settings' : 'shield'}
          title={unconfigured ? t.unconfigured : t.unprovisioned}
          text={
            <>
              <p>{unconfigured ? t.unconfiguredText : t.unprovisionedText}</p>
              {failure !== undefined && <FailureCode failure={failure} />}
            </>
          }
        />
      )}
      {device !== undefined && (
        <p class="muted small">
          {t.device}{' '}
          <span class="code">
            {device.makerId} · {device.modelId} · {device.hardwareNumber}
          </span>
        </p>
      )}
      {failure !== undefined && phase === 'starting' && <FailureCard failure={failure} />}
      <div class="start-ways">
        <Button icon="link" onPress={() => router.go({ name: 'connection' })}>
          {t.connection}
        </Button>
        <Button tone="primary" icon="retry" busy={retry.busy} onPress={() => void retry.run()}>
          {t.retry}
        </Button>
      </div>
    </>
  );
};

/** The first screen: the language at once, then the shortest way to a map. */
export const StartView = () => {
  const { topics } = useApp();
  const t = useWords(startWords);
  const phase = topics.terminal.value.phase;
  const ready = phase === 'signed-out' || phase === 'signed-in';
  return (
    <div class="start">
      <div class="start-hero">
        <Emblem />
        <h1 tabIndex={-1}>{t.welcome}</h1>
        <p class="muted">{t.promise}</p>
      </div>
      <div class="start-side scrolls">
        <LanguageChoice />
        {phase !== 'starting' && <DemoWay />}
        {ready ? <SignedOut /> : <Obstacle />}
      </div>
    </div>
  );
};
