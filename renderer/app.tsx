import { render } from 'preact';
import type { ScreenBridge } from '../src/contract/screen/calls.ts';

declare global {
  interface Window {
    readonly naviterm: ScreenBridge;
  }
}

const place = document.querySelector('#app');
const reply = await window.naviterm.call('state.read', null);
if (place !== null) render(<pre id="state">{JSON.stringify(reply, undefined, 2)}</pre>, place);
