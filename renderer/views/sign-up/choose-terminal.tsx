import { useSignal } from '@preact/signals';
import type { Offer, RegisteredTerminal } from '../../../src/contract/sign-up.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureCard } from '../../components/failure-card.tsx';
import { Page } from '../../components/page.tsx';
import { Row, RowButton, RowList } from '../../components/row.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { signUpWords } from '../../words/sign-up.ts';

interface ChooseTerminalProps {
  readonly offer: Offer;
  readonly onSignedUp: () => void;
}

/** C7: beyond the free limit one sees the terminals and the price, and replaces one, adds this one, or leaves it. */
export const ChooseTerminal = ({ offer, onSignedUp }: ChooseTerminalProps) => {
  const { router, toasts, formats } = useApp();
  const t = useWords(signUpWords);
  const asked = useSignal<RegisteredTerminal | 'add' | undefined>(undefined);
  const choose = useAction('account.choose');
  const format = formats.value;
  const { amount, currency } = offer.fee;
  const addDetail = amount === 0 ? t.addFree : t.addPrice(format.price(amount, currency));

  const cancel = async () => {
    const reply = await choose.run({ choice: 'cancel' });
    if (reply?.ok !== true) return;
    toasts.show(t.cancelled);
    router.reset({ name: 'start' });
  };
  const confirm = async (chosen: RegisteredTerminal | 'add') => {
    asked.value = undefined;
    const reply = await choose.run(
      chosen === 'add' ? { choice: 'add' } : { choice: 'overwrite', slotId: chosen.slotId },
    );
    if (reply?.ok === true) onSignedUp();
  };
  const chosen = asked.value;
  return (
    <Page title={t.chooseTitle} onBack={() => void cancel()}>
      <p class="muted">{t.chooseText}</p>
      {choose.failure !== undefined && <FailureCard failure={choose.failure} />}
      <RowList label={t.replace}>
        {offer.terminals.map((terminal) => {
          const shown = { title: terminal.name, detail: t.registeredAgo(format.ago(terminal.age)) };
          return offer.choices.includes('overwrite') ? (
            <RowButton
              key={terminal.slotId}
              icon="terminal"
              {...shown}
              end={<span class="sign-up-replace">{t.replace}</span>}
              disabled={choose.busy}
              onPress={() => {
                asked.value = terminal;
              }}
            />
          ) : (
            <Row key={terminal.slotId} icon="terminal" {...shown} />
          );
        })}
      </RowList>
      {offer.choices.includes('add') && (
        <RowList>
          <RowButton
            icon="plus"
            title={t.add}
            detail={addDetail}
            disabled={choose.busy}
            onPress={() => {
              asked.value = 'add';
            }}
          />
        </RowList>
      )}
      <Button busy={choose.busy} onPress={() => void cancel()}>
        {t.cancel}
      </Button>
      {chosen !== undefined && (
        <Dialog
          title={chosen === 'add' ? t.addTitle : t.replaceTitle(chosen.name)}
          onClose={() => {
            asked.value = undefined;
          }}
          actions={
            <>
              <Button
                onPress={() => {
                  asked.value = undefined;
                }}
              >
                {t.back}
              </Button>
              <Button tone={chosen === 'add' ? 'primary' : 'danger'} onPress={() => void confirm(chosen)}>
                {chosen === 'add' ? t.add : t.replace}
              </Button>
            </>
          }
        >
          <p>{chosen === 'add' ? addDetail : t.replaceText}</p>
        </Dialog>
      )}
    </Page>
  );
};
