import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { CallResult } from '../../../src/contract/screen/calls.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState, Skeleton } from '../../components/empty-state.tsx';
import { FailureCard } from '../../components/failure-card.tsx';
import { Page } from '../../components/page.tsx';
import { Row, RowList } from '../../components/row.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { terminalsWords } from '../../words/terminals.ts';

/** C7: the terminals of the account, this one marked. */
export const TerminalsView = () => {
  const { topics, router, formats } = useApp();
  const t = useWords(terminalsWords);
  const { run, busy, failure } = useAction('account.terminals');
  const list = useSignal<CallResult<'account.terminals'> | undefined>(undefined);
  const signedIn = topics.terminal.value.phase === 'signed-in';
  const read = useCallback(async () => {
    const reply = await run();
    if (reply?.ok === true) list.value = reply.value;
  }, [run, list]);
  useEffect(() => {
    if (signedIn) void read();
  }, [signedIn, read]);

  const shown = list.value;
  return (
    <Page title={t.title}>
      {!signedIn && (
        <EmptyState
          icon="terminal"
          title={t.emptyTitle}
          text={t.emptyText}
          actions={
            <Button tone="primary" onPress={() => router.go({ name: 'start' })}>
              {t.signUp}
            </Button>
          }
        />
      )}
      {failure !== undefined && <FailureCard failure={failure} onRetry={() => void read()} retrying={busy} />}
      {signedIn && shown === undefined && failure === undefined && <Skeleton rows={2} label={t.loading} />}
      {shown !== undefined && (
        <>
          <RowList label={t.title}>
            {shown.terminals.map(({ slotId, name, age, makerId, modelId }) => (
              <Row
                key={slotId}
                icon={slotId === shown.thisSlotId ? 'car' : 'terminal'}
                title={name}
                detail={`${t.registeredAgo(formats.value.ago(age))} · ${makerId} ${modelId}`}
                {...(slotId === shown.thisSlotId
                  ? {
                      end: (
                        <StatusPill tone="accent" icon="check">
                          {t.thisOne}
                        </StatusPill>
                      ),
                    }
                  : {})}
              />
            ))}
          </RowList>
          <p class="muted small">{t.more}</p>
        </>
      )}
    </Page>
  );
};
