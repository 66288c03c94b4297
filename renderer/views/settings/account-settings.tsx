import { useSignal } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureCard } from '../../components/failure-card.tsx';
import { RowButton, RowList } from '../../components/row.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { settingsWords } from '../../words/settings.ts';

type Asked = 'sign-out' | 'forget';

/** Who uses this terminal, and the two ways to end that. */
export const AccountSettings = () => {
  const { topics, router, toasts } = useApp();
  const t = useWords(settingsWords);
  const asked = useSignal<Asked | undefined>(undefined);
  const signOut = useAction('account.sign-out');
  const forget = useAction('account.forget-car');
  const { account, phase } = topics.terminal.value;
  // What belongs to the kiosk is not for its visitors to end.
  const kioskLocked = topics.app.value.kiosk === 'locked';
  const failure = signOut.failure ?? forget.failure;
  const close = () => {
    asked.value = undefined;
  };
  const confirm = async (what: Asked) => {
    close();
    const reply = await (what === 'forget' ? forget : signOut).run();
    if (reply?.ok !== true) return;
    toasts.show(what === 'forget' ? t.forgotten : t.signedOut, 'good');
    router.reset({ name: 'start' });
  };
  return (
    <>
      <RowList label={t.account}>
        {account === undefined || phase !== 'signed-in' ? (
          <RowButton icon="user" title={t.signIn} detail={t.signInText} onPress={() => router.go({ name: 'start' })} />
        ) : (
          <>
            <RowButton
              icon="terminal"
              title={t.terminals}
              detail={account.userId}
              onPress={() => router.go({ name: 'terminals' })}
            />
            {!kioskLocked && (
              <RowButton
                icon="out"
                title={t.signOut}
                detail={t.signOutText}
                disabled={signOut.busy || forget.busy}
                onPress={() => {
                  asked.value = 'sign-out';
                }}
              />
            )}
          </>
        )}
        {!kioskLocked && (
          <RowButton
            icon="trash"
            tone="danger"
            title={t.forget}
            detail={t.forgetText}
            disabled={signOut.busy || forget.busy}
            onPress={() => {
              asked.value = 'forget';
            }}
          />
        )}
      </RowList>
      {failure !== undefined && <FailureCard failure={failure} />}
      {asked.value !== undefined && (
        <Dialog
          title={asked.value === 'forget' ? t.forgetTitle : t.signOutTitle}
          onClose={close}
          actions={
            <>
              <Button onPress={close}>{t.cancel}</Button>
              <Button tone="danger" onPress={() => void confirm(asked.peek() ?? 'sign-out')}>
                {asked.value === 'forget' ? t.forget : t.signOut}
              </Button>
            </>
          }
        >
          <p>{asked.value === 'forget' ? t.forgetBody : t.signOutBody}</p>
        </Dialog>
      )}
    </>
  );
};
