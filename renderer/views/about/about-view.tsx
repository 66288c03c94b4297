import { Page } from '../../components/page.tsx';
import { Row, RowButton, RowList } from '../../components/row.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { aboutWords } from '../../words/about.ts';
import { shellWords } from '../../words/shell.ts';
import { nameOf } from '../maps/region-facts.ts';
import { Emblem } from '../start/emblem.tsx';
import './about.css';

/** Versions, this device, where the maps come from, and the licences. */
export const AboutView = () => {
  const { topics, router, language } = useApp();
  const t = useWords(aboutWords);
  const shell = useWords(shellWords);
  const { version, runtime } = topics.app.value;
  const { device } = topics.terminal.value;
  const installed = topics.maps.value.regions.filter(({ attribution }) => attribution !== undefined);
  return (
    <Page title={t.title}>
      <div class="about-head">
        <Emblem />
        <div>
          <p class="about-name">
            {shell.product} <span class="code">{version}</span>
          </p>
          <p class="muted">{t.product}</p>
          <p class="muted small">{t.licence}</p>
        </div>
      </div>
      <RowList label={t.mapData}>
        <Row icon="globe" title={t.attribution} detail={t.attributionText} />
        {installed.map((region) => (
          <Row
            key={region.id}
            icon="map"
            title={nameOf(region, language.value)}
            detail={[region.attribution, region.licence].filter((text) => text !== undefined).join(' · ')}
          />
        ))}
      </RowList>
      <RowList label={t.licences}>
        <RowButton
          icon="book"
          title={t.licences}
          detail={t.licencesText}
          onPress={() => router.go({ name: 'licences' })}
        />
      </RowList>
      <RowList label={t.version}>
        <Row
          icon="layers"
          title={t.runtime}
          detail={`Electron ${runtime.electron} · Chromium ${runtime.chromium} · Node ${runtime.node}`}
        />
        {device !== undefined && (
          <Row
            icon="terminal"
            title={t.device}
            detail={
              <span class="code">
                {device.makerId} · {device.modelId} · {device.hardwareNumber}
              </span>
            }
          />
        )}
      </RowList>
    </Page>
  );
};
