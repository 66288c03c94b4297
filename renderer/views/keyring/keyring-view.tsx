import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { FailureCard, FailureCode } from '../../components/failure-card.tsx';
import { Icon } from '../../components/icon.tsx';
import { Page } from '../../components/page.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { keyringWords } from '../../words/keyring.ts';
import './keyring.css';

const looks = {
  unknown: ['plain', 'key'],
  ready: ['good', 'check'],
  locked: ['warn', 'lock'],
  missing: ['bad', 'warning'],
  broken: ['bad', 'warning'],
  'unsafe-file': ['warn', 'warning'],
} as const;

/** F2: whether keys can be kept, and what one can do where they cannot. */
export const KeyringView = () => {
  const { topics } = useApp();
  const t = useWords(keyringWords);
  const retry = useAction('trouble.retry');
  const { state, failure } = topics.keyring.value;
  const [tone, icon] = looks[state];
  return (
    <Page
      title={t.title}
      actions={
        state !== 'ready' && (
          <Button tone="primary" icon="retry" busy={retry.busy} onPress={() => void retry.run()}>
            {t.tryAgain}
          </Button>
        )
      }
    >
      <Card tone={tone}>
        <div class="keyring-state" role="status">
          <span class={`keyring-icon keyring-icon-${tone}`}>
            <Icon name={icon} size={1.6} />
          </span>
          <div>
            <h2>{t.states[state]}</h2>
            <p>{t.texts[state]}</p>
            {failure !== undefined && <FailureCode failure={failure} />}
          </div>
        </div>
      </Card>
      {state !== 'ready' && (
        <Card title={t.whatToDo}>
          <ol class="keyring-steps">
            {t.steps[state].map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </Card>
      )}
      {retry.failure !== undefined && <FailureCard failure={retry.failure} />}
      <p class="muted small">{t.purpose}</p>
    </Page>
  );
};
