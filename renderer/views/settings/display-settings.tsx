import type { ComponentChildren } from 'preact';
import { Segmented, Slider, SwitchRow } from '../../components/choices.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { RowList } from '../../components/row.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { settingsWords } from '../../words/settings.ts';
import { useChange } from './use-change.ts';

interface ChoiceRowProps {
  readonly icon: IconName;
  readonly title: string;
  readonly detail?: string | undefined;
  readonly children: ComponentChildren;
}

/** A line with a choice that goes below its words where it has no room beside them. */
const ChoiceRow = ({ icon, title, detail, children }: ChoiceRowProps) => (
  <div class="row choice-row">
    <span class="row-icon">
      <Icon name={icon} size={1.3} />
    </span>
    <span class="row-text">
      <span class="row-title">{title}</span>
      {detail !== undefined && <span class="row-detail">{detail}</span>}
    </span>
    {children}
  </div>
);

/** Language, appearance, units and clock: each changes at once. */
export const DisplaySettings = () => {
  const { topics } = useApp();
  const t = useWords(settingsWords);
  const change = useChange();
  const { language, theme, units, clock } = topics.settings.value;
  return (
    <RowList label={t.display}>
      <ChoiceRow icon="globe" title={t.language}>
        <Segmented
          label={t.language}
          value={language}
          choices={[
            { value: 'en', label: 'English', lang: 'en' },
            { value: 'ja', label: '日本語', lang: 'ja' },
          ]}
          onChange={(value) => change({ language: value })}
        />
      </ChoiceRow>
      <ChoiceRow icon="contrast" title={t.theme} detail={theme === 'auto' ? t.themeAuto : undefined}>
        <Segmented
          label={t.theme}
          value={theme}
          choices={[
            { value: 'auto', label: t.themes.auto },
            { value: 'day', label: t.themes.day, icon: 'sun' },
            { value: 'night', label: t.themes.night, icon: 'moon' },
          ]}
          onChange={(value) => change({ theme: value })}
        />
      </ChoiceRow>
      <ChoiceRow icon="ruler" title={t.units}>
        <Segmented
          label={t.units}
          value={units}
          choices={[
            { value: 'metric', label: t.unitNames.metric },
            { value: 'imperial', label: t.unitNames.imperial },
          ]}
          onChange={(value) => change({ units: value })}
        />
      </ChoiceRow>
      <ChoiceRow icon="clock" title={t.clock}>
        <Segmented
          label={t.clock}
          value={clock}
          choices={[
            { value: '24-hour', label: t.clocks['24-hour'] },
            { value: '12-hour', label: t.clocks['12-hour'] },
          ]}
          onChange={(value) => change({ clock: value })}
        />
      </ChoiceRow>
    </RowList>
  );
};

/** Whether turns are spoken, and how loud. */
export const VoiceSettings = () => {
  const { topics, formats } = useApp();
  const t = useWords(settingsWords);
  const change = useChange();
  const { voice, volume } = topics.settings.value;
  return (
    <RowList label={t.voice}>
      <SwitchRow
        icon={voice ? 'volume' : 'mute'}
        label={t.voice}
        detail={t.voiceText}
        on={voice}
        onChange={(on) => change({ voice: on })}
      />
      {voice && (
        <Slider
          label={t.volume}
          value={volume}
          text={formats.value.percent(volume)}
          onChange={(value) => change({ volume: value })}
        />
      )}
    </RowList>
  );
};
