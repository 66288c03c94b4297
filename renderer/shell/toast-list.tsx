import { Icon } from '../components/icon.tsx';
import { useApp, useWords } from '../state/app-context.ts';
import { shellWords } from '../words/shell.ts';
import './toast-list.css';

const icons = { neutral: 'info', good: 'check', bad: 'warning' } as const;

/** Read aloud as they come; gone by themselves, or when touched. */
export const ToastList = () => {
  const { toasts } = useApp();
  const t = useWords(shellWords);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.shown.value.map(({ id, text, tone }) => (
        <button key={id} type="button" class={`toast toast-${tone}`} onClick={() => toasts.dismiss(id)}>
          <Icon name={icons[tone]} />
          <span>{text}</span>
          <span class="only-spoken">{t.dismiss}</span>
        </button>
      ))}
    </div>
  );
};
