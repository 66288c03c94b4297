import type { FieldFault } from '../../../src/contract/portal.ts';
import { html, type Html } from '../../kit/pages/html.ts';
import type { PortalText } from '../text/en.ts';

export interface FieldOptions {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  /** What is in it already. */
  readonly value: string;
  readonly fault: FieldFault | undefined;
  /** Characters. */
  readonly ceiling: number;
  readonly type?: 'text' | 'tel' | 'email';
  readonly inputMode?: 'numeric';
  /** As HTML names it, so that a phone can fill the form in. */
  readonly autocomplete: string;
}

/** One labelled field, with what is wrong with it beside it. */
export function field(text: PortalText, options: FieldOptions): Html {
  const { name, fault, type = 'text', inputMode } = options;
  const describedBy = [options.hint !== '' && `${name}-hint`, fault !== undefined && `${name}-fault`].filter(Boolean);
  return html`<div class="field${fault !== undefined && ' faulty'}">
    <label for="${name}">${options.label} <span class="required">${text.required}</span></label>
    ${options.hint !== '' && html`<p class="hint" id="${name}-hint">${options.hint}</p>`}
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      value="${options.value}"
      maxlength="${options.ceiling}"
      autocomplete="${options.autocomplete}"
      ${inputMode !== undefined && html`inputmode="${inputMode}"`}
      ${describedBy.length > 0 && html`aria-describedby="${describedBy.join(' ')}"`}
      ${fault !== undefined && html`aria-invalid="true"`}
      required
    />
    ${fault !== undefined && html`<p class="fault" id="${name}-fault">${faultWords(text, name, fault)}</p>`}
  </div>`;
}

function faultWords(text: PortalText, name: string, fault: FieldFault): string {
  const own: Readonly<Record<string, string>> = text.fieldFaults;
  return (fault === 'malformed' ? own[name] : undefined) ?? text.faults[fault];
}
