import { useSignal } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import { FailureCard } from '../../components/failure-card.tsx';
import { Field } from '../../components/field.tsx';
import { Page } from '../../components/page.tsx';
import { ProgressBar } from '../../components/progress.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { signUpWords } from '../../words/sign-up.ts';
import type { Offer } from '../../../src/contract/sign-up.ts';
import { ChooseTerminal } from './choose-terminal.tsx';
import { layouts, problemOf, questionOf, questions, shapes, trimmed } from './questions.ts';
import './sign-up.css';

const Waiting = () => {
  const t = useWords(signUpWords);
  return (
    <div class="sign-up-waiting" role="status">
      <p>{t.waitingText}</p>
      <ProgressBar label={t.waiting} />
    </div>
  );
};

/** C3: user id, password, licence number and a name, one question a screen. */
export const SignUpView = () => {
  const { router, toasts, typing } = useApp();
  const t = useWords(signUpWords);
  const answers = {
    userId: useSignal(''),
    password: useSignal(''),
    licenceNumber: useSignal(''),
    terminalName: useSignal(''),
  };
  const step = useSignal(0);
  const shownProblem = useSignal(false);
  const offer = useSignal<Offer | undefined>(undefined);
  const signUp = useAction('account.sign-up');
  const question = questions[step.value] ?? 'userId';
  const answer = answers[question];
  const last = step.value === questions.length - 1;

  const finished = () => {
    toasts.show(t.welcome, 'good');
    router.reset({ name: 'maps' });
  };
  const send = async () => {
    typing.close();
    const [userId, password, licenceNumber, terminalName] = questions.map((name) => trimmed(name, answers[name].value));
    if (userId === undefined || password === undefined || licenceNumber === undefined || terminalName === undefined)
      return;
    const reply = await signUp.run({ userId, password, licenceNumber, terminalName });
    if (reply?.ok !== true) return;
    // Nobody needs it any more; whoever comes next shall not find it.
    answers.password.value = '';
    if (reply.value.outcome === 'choose') offer.value = reply.value.offer;
    else finished();
  };
  const goTo = (next: number) => {
    shownProblem.value = false;
    signUp.forget();
    step.value = next;
  };
  const enter = () => {
    if (problemOf(question, answer.value) !== undefined) shownProblem.value = true;
    else if (last) void send();
    else goTo(step.value + 1);
  };

  if (offer.value !== undefined) return <ChooseTerminal offer={offer.value} onSignedUp={finished} />;
  if (signUp.busy)
    return (
      <Page title={t.waiting} onBack={null}>
        <Waiting />
      </Page>
    );
  const { failure } = signUp;
  if (failure !== undefined) {
    const blamed = questionOf(failure.code);
    const back = () => goTo(questions.indexOf(blamed ?? 'userId'));
    return (
      <Page title={t.signUp} onBack={back}>
        <FailureCard
          failure={failure}
          onRetry={blamed === undefined ? () => void send() : undefined}
          actions={
            <Button tone={blamed === undefined ? 'plain' : 'primary'} icon="back" onPress={back}>
              {t[blamed ?? 'userId']}
            </Button>
          }
        />
      </Page>
    );
  }
  const problem = shownProblem.value ? problemOf(question, answer.value) : undefined;
  const problemWords = {
    required: t.required,
    'too-short': t.tooShort(shapes[question].least),
    'not-latin': t.onlyLatin,
  };
  return (
    <Page
      title={t[question]}
      onBack={step.value === 0 ? router.back : () => goTo(step.value - 1)}
      actions={<span class="muted small">{t.progress(step.value + 1, questions.length)}</span>}
    >
      <div class="sign-up-step" key={question}>
        <Field
          label={t[question]}
          labelHidden
          value={answer}
          focused
          secret={question === 'password'}
          layout={layouts[question]}
          maxLength={shapes[question].most}
          hint={t[`${question}Hint`]}
          problem={problem === undefined ? undefined : problemWords[problem]}
          onEnter={enter}
        />
        <Button tone="primary" onPress={enter}>
          {last ? t.signUp : t.next}
        </Button>
      </div>
    </Page>
  );
};
