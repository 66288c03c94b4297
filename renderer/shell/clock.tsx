import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useApp } from '../state/app-context.ts';

/** The time of day, moving on with each minute. */
export const Clock = () => {
  const { formats } = useApp();
  const date = useSignal(new Date());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const next = () => {
      date.value = new Date();
      timer = setTimeout(next, 60_000 - (date.value.getTime() % 60_000) + 50);
    };
    next();
    return () => clearTimeout(timer);
  }, [date]);
  return <time class="strip-clock">{formats.value.time(date.value)}</time>;
};
