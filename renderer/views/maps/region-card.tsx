import { useSignal } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureCard } from '../../components/failure-card.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { useAction } from '../../state/use-action.ts';
import { mapsWords } from '../../words/maps.ts';
import { Coverage } from './coverage.tsx';
import { DownloadProgress } from './download-progress.tsx';
import { installedSize, nameOf, type Download, type Region } from './region-facts.ts';

const StatePill = ({ region }: { readonly region: Region }) => {
  const t = useWords(mapsWords);
  if (region.state === 'installed')
    return (
      <StatusPill tone="good" icon="check">
        {t.installed}
      </StatusPill>
    );
  if (region.state === 'update-available')
    return (
      <StatusPill tone="accent" icon="download">
        {t.updateAvailable}
      </StatusPill>
    );
  if (region.state === 'damaged')
    return (
      <StatusPill tone="bad" icon="warning">
        {t.damaged}
      </StatusPill>
    );
  return region.entitled ? null : <StatusPill icon="lock">{t.notEntitled}</StatusPill>;
};

interface RegionCardProps {
  readonly region: Region;
  readonly download: Download | undefined;
  readonly onShow: () => void;
}

/** A region: where it lies, how large it is, what is here of it, and what one can do with it. */
export const RegionCard = ({ region, download, onShow }: RegionCardProps) => {
  const { language, formats } = useApp();
  const t = useWords(mapsWords);
  const removing = useSignal(false);
  const start = useAction('maps.download');
  const remove = useAction('maps.remove');
  const format = formats.value;
  const name = nameOf(region, language.value);
  const here = region.files.length > 0;
  const underWay = download !== undefined && download.state !== 'done';
  const wanted = { 'not-installed': t.download, 'update-available': t.update, damaged: t.repair, installed: undefined };
  const action = region.entitled ? wanted[region.state] : undefined;
  const size = here ? installedSize(region) : region.size;
  const failure = start.failure ?? remove.failure;
  return (
    <article class="region" aria-label={name}>
      <Coverage bounds={region.bounds} label={t.coverage(name)} />
      <div class="region-main">
        <header class="region-head">
          <h2>{name}</h2>
          {!underWay && <StatePill region={region} />}
        </header>
        <p class="region-facts muted small">
          {size !== undefined && <span>{format.bytes(size)}</span>}
          {region.version !== undefined && <span>{t.version(region.version)}</span>}
          {region.state === 'update-available' && region.updateSize !== undefined && (
            <span class="region-update">{t.updateSize(format.bytes(region.updateSize))}</span>
          )}
        </p>
        {!region.entitled && region.state !== 'not-installed' && <p class="small">{t.notEntitledText}</p>}
        {failure !== undefined && <FailureCard failure={failure} />}
        {underWay ? (
          <DownloadProgress download={download} name={name} />
        ) : (
          <div class="region-actions">
            {here && (
              <Button
                icon="trash"
                busy={remove.busy}
                onPress={() => {
                  removing.value = true;
                }}
              >
                {t.remove}
              </Button>
            )}
            {here && region.state !== 'damaged' && (
              <Button icon="map" onPress={onShow}>
                {t.show}
              </Button>
            )}
            {action !== undefined && (
              <Button
                tone="primary"
                icon="download"
                busy={start.busy}
                onPress={() => void start.run({ regionId: region.id })}
              >
                {action}
              </Button>
            )}
          </div>
        )}
      </div>
      {removing.value && (
        <Dialog
          title={t.removeTitle(name)}
          onClose={() => {
            removing.value = false;
          }}
          actions={
            <>
              <Button
                tone="danger"
                icon="trash"
                onPress={() => {
                  removing.value = false;
                  void remove.run({ regionId: region.id });
                }}
              >
                {t.remove}
              </Button>
              <Button
                onPress={() => {
                  removing.value = false;
                }}
              >
                {t.keep}
              </Button>
            </>
          }
        >
          <p>{t.removeText(format.bytes(installedSize(region)))}</p>
        </Dialog>
      )}
    </article>
  );
};
