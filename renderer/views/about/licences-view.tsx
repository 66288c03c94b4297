import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import { Skeleton } from '../../components/empty-state.tsx';
import { FailureCard } from '../../components/failure-card.tsx';
import { Page } from '../../components/page.tsx';
import { useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { aboutWords } from '../../words/about.ts';
import './about.css';

/** The texts of the licences of what is in the program. */
export const LicencesView = () => {
  const t = useWords(aboutWords);
  const { run, busy, failure } = useAction('app.licences');
  const text = useSignal<string | undefined>(undefined);
  const read = useCallback(async () => {
    const reply = await run();
    if (reply?.ok === true) text.value = reply.value.text;
  }, [run, text]);
  useEffect(() => void read(), [read]);
  return (
    <Page title={t.licences}>
      {failure !== undefined && <FailureCard failure={failure} onRetry={() => void read()} retrying={busy} />}
      {text.value === undefined ? (
        failure === undefined && <Skeleton rows={3} label={t.loading} />
      ) : (
        // The texts are in English, whatever the screen speaks.
        <pre class="licence-text" lang="en" tabIndex={0}>
          {text.value}
        </pre>
      )}
    </Page>
  );
};
