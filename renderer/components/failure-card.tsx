import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { FailedStep, Failure } from '../../src/contract/screen/failure.ts';
import { useApp, useWords } from '../state/app-context.ts';
import type { View } from '../state/router.ts';
import { failureWords } from '../words/failure.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import './failure-card.css';

const stepIcons: Readonly<Record<FailedStep, IconName>> = {
  network: 'network-off',
  allocation: 'link',
  authentication: 'shield',
  account: 'user',
  contract: 'book',
  card: 'key',
  map: 'map',
  keyring: 'lock',
  storage: 'layers',
  servers: 'server',
  position: 'position',
  route: 'route',
  application: 'warning',
};

interface FailureCardProps {
  readonly failure: Failure;
  /** Tries the same again. Held back until the server takes it again. */
  readonly onRetry?: (() => void) | undefined;
  readonly retrying?: boolean;
  /** Seconds until it is tried again by itself, counted by whoever knows. */
  readonly goesOnIn?: number | undefined;
  readonly actions?: ComponentChildren;
}

/** The seconds that a failure still asks to wait, counted from when it was first shown. */
const useWait = (failure: Failure): number => {
  const left = useSignal(failure.retryAfter ?? 0);
  useEffect(() => {
    const start = performance.now();
    const until = failure.retryAfter ?? 0;
    left.value = until;
    if (until === 0) return undefined;
    const timer = setInterval(() => {
      left.value = Math.max(0, until - (performance.now() - start) / 1_000);
      if (left.value === 0) clearInterval(timer);
    }, 1_000);
    return () => clearInterval(timer);
  }, [failure, left]);
  return left.value;
};

/** What one reads to the operator. */
export const FailureCode = ({ failure }: { readonly failure: Failure }) => {
  const t = useWords(failureWords);
  return (
    <p class="failure-code">
      {t.code} <span class="code">{failure.code}</span>
    </p>
  );
};

const ways: Partial<Record<Failure['remedy'], View>> = {
  'sign-in': { name: 'sign-up' },
  'unlock-keyring': { name: 'keyring' },
  'download-again': { name: 'maps' },
  'free-space': { name: 'maps' },
};

/** Never a dead end: which step failed, what one can do now, the code for the operator, and when it goes on. */
export const FailureCard = ({ failure, onRetry, retrying = false, goesOnIn, actions }: FailureCardProps) => {
  const { router, formats } = useApp();
  const t = useWords(failureWords);
  const wait = useWait(failure);
  const format = formats.value;
  const way = ways[failure.remedy];
  const wayWords = { 'sign-up': t.openSignUp, keyring: t.openKeyring, maps: t.openMaps };
  // Whoever is told that it goes on by itself need not be told to do it.
  const byItself = goesOnIn !== undefined && (failure.remedy === 'try-again' || failure.remedy === 'wait');
  const shownAlready = way?.name === router.current.value.name;
  return (
    <section class="failure" role="alert">
      <span class="failure-icon">
        <Icon name={stepIcons[failure.step]} size={1.6} />
      </span>
      <div class="failure-text">
        <h2 class="failure-title">{t.titles[failure.code] ?? t.steps[failure.step]}</h2>
        {!byItself && <p>{t.remedies[failure.remedy]}</p>}
        {goesOnIn !== undefined && <p class="failure-count">{t.goesOnIn(format.countdown(goesOnIn))}</p>}
        {wait > 0 && <p class="failure-count">{t.tryAgainIn(format.countdown(wait))}</p>}
        <FailureCode failure={failure} />
      </div>
      <div class="failure-actions">
        {way !== undefined && !shownAlready && (
          <Button onPress={() => router.go(way)}>{wayWords[way.name as keyof typeof wayWords]}</Button>
        )}
        {actions}
        {onRetry !== undefined && (
          <Button tone="primary" icon="retry" busy={retrying} disabled={wait > 0} onPress={onRetry}>
            {t.tryAgain}
          </Button>
        )}
      </div>
    </section>
  );
};
