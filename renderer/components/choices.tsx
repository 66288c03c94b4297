import { useId, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';
import './choices.css';

interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: IconName;
  /** In which language the label is, where that is not the screen's. */
  readonly lang?: string;
}

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

const keySteps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** One out of two to four, side by side. Arrow keys move the choice, as in every group of radio buttons. */
export const Segmented = <Value extends string>({ label, choices, value, onChange }: SegmentedProps<Value>) => {
  const group = useRef<HTMLDivElement>(null);
  const move = (step: number) => {
    const at = choices.findIndex((choice) => choice.value === value);
    const next = (at + step + choices.length) % choices.length;
    const chosen = choices[next];
    if (chosen === undefined) return;
    onChange(chosen.value);
    group.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div class="segmented" role="radiogroup" aria-label={label} ref={group}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          role="radio"
          class="segment"
          aria-checked={choice.value === value}
          tabIndex={choice.value === value ? 0 : -1}
          lang={choice.lang}
          onClick={() => onChange(choice.value)}
          onKeyDown={(event) => {
            const step = keySteps[event.key];
            if (step === undefined) return;
            event.preventDefault();
            move(step);
          }}
        >
          {choice.icon !== undefined && <Icon name={choice.icon} />}
          {choice.label}
        </button>
      ))}
    </div>
  );
};

interface SwitchProps {
  readonly label: string;
  readonly detail?: string;
  readonly icon?: IconName;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

/** A line that is switched on and off as a whole. */
export const SwitchRow = ({ label, detail, icon, on, onChange }: SwitchProps) => (
  <button type="button" role="switch" aria-checked={on} class="row row-button" onClick={() => onChange(!on)}>
    {icon !== undefined && (
      <span class="row-icon">
        <Icon name={icon} size={1.3} />
      </span>
    )}
    <span class="row-text">
      <span class="row-title">{label}</span>
      {detail !== undefined && <span class="row-detail">{detail}</span>}
    </span>
    <span class="switch">
      <span class="switch-knob" />
    </span>
  </button>
);

interface SliderProps {
  readonly label: string;
  /** 0 to 1. */
  readonly value: number;
  /** As it is read aloud and stands beside it. */
  readonly text: string;
  readonly onChange: (value: number) => void;
}

export const Slider = ({ label, value, text, onChange }: SliderProps) => {
  const id = useId();
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min="0"
        max="1"
        step="0.1"
        value={value}
        aria-valuetext={text}
        style={{ '--part': String(value) }}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <span class="slider-text">{text}</span>
    </div>
  );
};
