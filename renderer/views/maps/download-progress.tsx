import { useSignal } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureCard } from '../../components/failure-card.tsx';
import { ProgressBar } from '../../components/progress.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { mapsWords } from '../../words/maps.ts';
import { partOf, type Download } from './region-facts.ts';

interface DownloadProgressProps {
  readonly download: Download;
  readonly name: string;
}

/** Long work shows itself: how far, how fast, how long still, what is happening now, and how to hold it. */
export const DownloadProgress = ({ download, name }: DownloadProgressProps) => {
  const { formats, left } = useApp();
  const t = useWords(mapsWords);
  const asking = useSignal(false);
  const pause = useAction('maps.pause');
  const resume = useAction('maps.resume');
  const cancel = useAction('maps.cancel');
  const format = formats.value;
  const { regionId, state, doneBytes, totalBytes, rate, timeLeft, failure, retryIn } = download;
  const part = partOf(download);
  const held = state === 'paused' || state === 'failed' || state === 'waiting';
  const amount = t.progress(format.bytes(doneBytes), format.bytes(totalBytes));
  const problem = failure ?? pause.failure ?? resume.failure ?? cancel.failure;
  const cancelButton = (
    <Button
      icon="close"
      busy={cancel.busy}
      onPress={() => {
        asking.value = true;
      }}
    >
      {t.cancel}
    </Button>
  );
  return (
    <div class="download">
      <div class="download-head">
        <strong role="status">{t.states[state]}</strong>
        {part !== undefined && <span class="download-percent">{format.percent(Math.floor(part * 100) / 100)}</span>}
      </div>
      <ProgressBar label={name} {...(part === undefined ? {} : { part })} text={amount} paused={held} />
      <p class="download-facts muted small">
        {totalBytes > 0 && <span>{amount}</span>}
        {rate !== undefined && !held && <span>{format.rate(rate)}</span>}
        {timeLeft !== undefined && !held && <span>{t.timeLeft(format.duration(timeLeft))}</span>}
      </p>
      {problem === undefined ? (
        <div class="download-actions">
          {cancelButton}
          {held ? (
            <Button tone="primary" icon="play" busy={resume.busy} onPress={() => void resume.run({ regionId })}>
              {t.resume}
            </Button>
          ) : (
            <Button icon="pause" busy={pause.busy} onPress={() => void pause.run({ regionId })}>
              {t.pause}
            </Button>
          )}
        </div>
      ) : (
        <FailureCard
          failure={problem}
          goesOnIn={retryIn === undefined ? undefined : left('downloads', retryIn)}
          onRetry={held ? () => void resume.run({ regionId }) : undefined}
          retrying={resume.busy}
          actions={cancelButton}
        />
      )}
      {asking.value && (
        <Dialog
          title={t.cancelTitle}
          onClose={() => {
            asking.value = false;
          }}
          actions={
            <>
              <Button
                tone="danger"
                onPress={() => {
                  asking.value = false;
                  void cancel.run({ regionId });
                }}
              >
                {t.cancelDownload}
              </Button>
              <Button
                onPress={() => {
                  asking.value = false;
                }}
              >
                {t.goOn}
              </Button>
            </>
          }
        >
          <p>{t.cancelText}</p>
        </Dialog>
      )}
    </div>
  );
};
