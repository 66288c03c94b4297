import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { failureWords } from '../words/failure.ts';

/** Nothing is known yet, not even the language: the screen says in both that it could not start. */
export const NoState = ({ code, onRetry }: { readonly code: string; readonly onRetry: () => void }) => (
  <main>
    {(['en', 'ja'] as const).map((language) => (
      <div key={language} lang={language}>
        <EmptyState
          icon="warning"
          title={failureWords[language].steps.application}
          text={`${failureWords[language].code} ${code}`}
          actions={
            <Button tone="primary" icon="retry" onPress={onRetry}>
              {failureWords[language].tryAgain}
            </Button>
          }
        />
      </div>
    ))}
  </main>
);
