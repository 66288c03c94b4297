import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import { FailureCard } from '../../components/failure-card.tsx';
import { ProgressBar } from '../../components/progress.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { startWords } from '../../words/start.ts';
import { Way } from './way.tsx';

/**
 * F4: one touch from the first screen to an account of the demo. Where this terminal has yet to become its own map
 * service, that comes first, and the sign-up follows by itself.
 */
export const DemoWay = () => {
  const { topics, router, left } = useApp();
  const t = useWords(startWords);
  const prepare = useAction('demo.prepare');
  const signUp = useAction('demo.sign-up');
  const retry = useAction('trouble.retry');
  const wanted = useSignal(false);
  const { demo, demoSetUp } = topics.app.value;
  const stack = topics.stack.value;
  const ready = demo && stack.state === 'running' && topics.terminal.value.phase === 'signed-out';
  const { run } = signUp;
  const enter = useCallback(async () => {
    wanted.value = false;
    const reply = await run();
    if (reply?.ok === true) router.reset({ name: 'maps' });
  }, [run, router, wanted]);
  const begin = async () => {
    if (ready) {
      await enter();
      return;
    }
    wanted.value = true;
    if (demoSetUp?.state !== 'offered') return;
    const reply = await prepare.run();
    if (reply?.ok === false) wanted.value = false;
  };
  useEffect(() => {
    if (ready && wanted.value) void enter();
  }, [ready, enter, wanted.value, wanted]);

  if (!demo && demoSetUp === undefined) return null;
  const failure = stack.failure ?? prepare.failure ?? signUp.failure;
  if (failure !== undefined && !signUp.busy && !prepare.busy) {
    const again = stack.failure === undefined ? begin : retry.run;
    return (
      <FailureCard
        failure={failure}
        goesOnIn={stack.retryIn === undefined ? undefined : left('stack', stack.retryIn)}
        onRetry={() => void again()}
        retrying={retry.busy}
      />
    );
  }
  if (demoSetUp?.state === 'preparing') {
    const { step, done, total } = demoSetUp;
    return (
      <div class="start-preparing" role="status">
        <p class="start-way-title">{t.demoPreparing}</p>
        <ProgressBar label={t.demoPreparing} {...(total === 0 ? {} : { part: done / total })} />
        <p class="small">{step === undefined ? t.stackStarting : t.demoSteps[step]}</p>
      </div>
    );
  }
  const offered = demoSetUp?.state === 'offered';
  const busy = signUp.busy || prepare.busy || wanted.value || (demo && !ready);
  const waiting = stack.state === 'restarting' ? t.stackRestarting : t.stackStarting;
  const text = signUp.busy ? t.demoBusy : ready || offered ? t.demoText : waiting;
  return <Way primary icon="play" title={t.demoTitle} text={text} busy={busy} onPress={() => void begin()} />;
};
