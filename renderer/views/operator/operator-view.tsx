import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureCard } from '../../components/failure-card.tsx';
import { Icon } from '../../components/icon.tsx';
import { Page } from '../../components/page.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { operatorWords } from '../../words/operator.ts';
import './operator.css';

const longest = 32;
const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

const PinPad = () => {
  const t = useWords(operatorWords);
  const pin = useSignal('');
  const unlock = useAction('kiosk.unlock');
  const type = (digit: string) => {
    if (pin.value.length < longest) pin.value += digit;
  };
  const erase = () => {
    pin.value = pin.value.slice(0, -1);
  };
  const send = () => {
    if (pin.value === '') return;
    const typed = pin.value;
    pin.value = '';
    void unlock.run({ pin: typed });
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (/^[0-9]$/u.test(event.key)) type(event.key);
      else if (event.key === 'Backspace') erase();
      // Enter on one of the keys presses that key.
      else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) send();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  return (
    <div class="pin">
      <div class="pin-side">
        <p>{t.enterPin}</p>
        <p class="pin-dots" role="status" aria-label={t.pinDigits(pin.value.length)}>
          {Array.from(pin.value, (_, index) => (
            <span key={index} />
          ))}
        </p>
        {unlock.failure !== undefined && <FailureCard failure={unlock.failure} />}
      </div>
      <div class="pin-pad">
        {keys.map((digit) => (
          <button key={digit} type="button" class="pin-key" onClick={() => type(digit)}>
            {digit}
          </button>
        ))}
        <button type="button" class="pin-key" aria-label={t.erase} onClick={erase}>
          <Icon name="backspace" size={1.1} />
        </button>
        <button type="button" class="pin-key" onClick={() => type('0')}>
          0
        </button>
        <button
          type="button"
          class="pin-key pin-key-enter"
          aria-label={t.unlock}
          aria-busy={unlock.busy}
          onClick={send}
        >
          {unlock.busy ? <span class="spinner" /> : <Icon name="check" size={1.1} />}
        </button>
      </div>
    </div>
  );
};

const Unlocked = () => {
  const t = useWords(operatorWords);
  const lock = useAction('kiosk.lock');
  const quit = useAction('app.quit');
  const failure = lock.failure ?? quit.failure;
  return (
    <>
      {failure !== undefined && <FailureCard failure={failure} />}
      <EmptyState
        icon="unlock"
        title={t.unlocked}
        text={t.unlockedText}
        actions={
          <>
            <Button icon="power" busy={quit.busy} onPress={() => void quit.run()}>
              {t.quit}
            </Button>
            <Button tone="primary" icon="lock" busy={lock.busy} onPress={() => void lock.run()}>
              {t.lock}
            </Button>
          </>
        }
      />
    </>
  );
};

/** The operator's way out of kiosk mode, and back. */
export const OperatorView = () => {
  const { topics } = useApp();
  const t = useWords(operatorWords);
  const { kiosk } = topics.app.value;
  return (
    <Page title={t.title}>
      {kiosk === 'locked' && <PinPad />}
      {kiosk === 'unlocked' && <Unlocked />}
      {kiosk === 'off' && <EmptyState icon="info" title={t.notKiosk} />}
    </Page>
  );
};
