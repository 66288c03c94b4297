import { FailureCard } from '../components/failure-card.tsx';
import { useApp } from '../state/app-context.ts';
import { useAction } from '../state/use-action.ts';

/** What keeps the terminal as a whole from its services, the most fundamental of it: keyring, servers, terminal, session. */
export const StandingFailure = () => {
  const { topics, left } = useApp();
  const retry = useAction('trouble.retry');
  const { keyring, stack, terminal, session } = topics;
  const opening = session.value.state === 'failed' ? session.value.failure : undefined;
  const failure = keyring.value.failure ?? stack.value.failure ?? terminal.value.failure ?? opening;
  if (failure === undefined) return null;
  const { retryIn } = stack.value;
  const byItself = failure === stack.value.failure && retryIn !== undefined;
  return (
    <FailureCard
      failure={failure}
      goesOnIn={byItself ? left('stack', retryIn) : undefined}
      onRetry={() => void retry.run()}
      retrying={retry.busy}
    />
  );
};
