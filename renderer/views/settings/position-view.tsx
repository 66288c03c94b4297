import { useSignal } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import { Segmented } from '../../components/choices.tsx';
import { Field } from '../../components/field.tsx';
import { Page } from '../../components/page.tsx';
import { useApp, useWords } from '../../state/app-context.ts';
import { settingsWords } from '../../words/settings.ts';
import { positionSourceOf, type SourceDraft } from './position-source.ts';
import { useChange } from './use-change.ts';

/** Where positions are to come from: one choice, and what it needs. */
export const PositionView = () => {
  const { topics, typing, router } = useApp();
  const t = useWords(settingsWords);
  const change = useChange();
  const current = topics.settings.peek().position;
  const kind = useSignal<SourceDraft['kind']>(current.kind);
  const host = useSignal(current.kind === 'gpsd' ? current.host : 'localhost');
  const port = useSignal(current.kind === 'gpsd' ? String(current.port) : '2947');
  const path = useSignal(current.kind === 'nmea' ? current.path : '/dev/ttyACM0');
  const tried = useSignal(false);
  const draft = { kind: kind.value, host: host.value, port: port.value, path: path.value };
  const source = positionSourceOf(draft);
  const save = () => {
    tried.value = true;
    if (typeof source === 'string') return;
    typing.close();
    change({ position: source });
    router.back();
  };
  const problem = tried.value && typeof source === 'string' ? source : undefined;
  return (
    <Page
      title={t.position}
      actions={
        <Button tone="primary" onPress={save}>
          {t.save}
        </Button>
      }
    >
      <Segmented
        label={t.position}
        value={kind.value}
        choices={[
          { value: 'none', label: t.positionSources.none },
          { value: 'gpsd', label: 'gpsd' },
          { value: 'nmea', label: 'NMEA' },
        ]}
        onChange={(value) => {
          kind.value = value;
        }}
      />
      {kind.value === 'gpsd' && (
        <>
          <Field
            label={t.host}
            value={host}
            maxLength={253}
            problem={problem === 'host' ? t.hostProblem : undefined}
            onEnter={save}
          />
          <Field
            label={t.port}
            value={port}
            layout="digits"
            maxLength={5}
            problem={problem === 'port' ? t.portProblem : undefined}
            onEnter={save}
          />
        </>
      )}
      {kind.value === 'nmea' && (
        <Field
          label={t.path}
          value={path}
          maxLength={4_096}
          problem={problem === 'path' ? t.hostProblem : undefined}
          onEnter={save}
        />
      )}
    </Page>
  );
};
