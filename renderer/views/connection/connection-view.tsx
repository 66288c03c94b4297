import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureCard } from '../../components/failure-card.tsx';
import { Page } from '../../components/page.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { connectionWords } from '../../words/connection.ts';
import { StandingFailure } from '../standing-failure.tsx';
import { ChainPicture } from './chain-picture.tsx';
import './connection.css';

const tones = { idle: 'neutral', running: 'accent', done: 'good', failed: 'bad' } as const;
const signs = { idle: 'info', running: 'retry', done: 'check', failed: 'warning' } as const;

/** How this terminal finds its servers, step by step (A1, A2, A4). */
export const ConnectionView = () => {
  const { topics, left, formats } = useApp();
  const t = useWords(connectionWords);
  const check = useAction('connection.check');
  const { state, from, nodes, admissionRemaining, failure } = topics.chain.value;
  const running = state === 'running' || check.busy;
  const problem = failure ?? check.failure ?? nodes.find((node) => node.failure !== undefined)?.failure;
  return (
    <Page
      title={t.title}
      actions={
        <Button tone="primary" icon="retry" busy={running} onPress={() => void check.run()}>
          {t.check}
        </Button>
      }
    >
      {problem === undefined ? <StandingFailure /> : <FailureCard failure={problem} />}
      <div class="connection-facts">
        <span role="status">
          <StatusPill tone={tones[state]} icon={signs[state]}>
            {t[state]}
          </StatusPill>
        </span>
        {from !== undefined && <StatusPill icon="route">{t.from[from]}</StatusPill>}
        {admissionRemaining !== undefined && (
          <StatusPill icon="clock">{t.admission(formats.value.duration(left('chain', admissionRemaining)))}</StatusPill>
        )}
      </div>
      {nodes.length === 0 ? (
        <EmptyState icon="link" title={t.idle} text={t.idleText} />
      ) : (
        <ChainPicture nodes={nodes} />
      )}
    </Page>
  );
};
