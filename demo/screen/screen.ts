import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { CallArgument, CallName, CallReply, CallResult } from '../../src/contract/screen/calls.ts';
import type { Language } from '../../src/contract/screen/settings.ts';
import type { ScreenState, Topic } from '../../src/contract/screen/state.ts';
import { labels, type Labels } from './labels.ts';

/** What the preload puts into the page, without its types: they do not cross into the page. */
interface AnyBridge {
  call(name: string, argument: unknown): Promise<unknown>;
}

/** Milliseconds between looks at the terminal's state. */
const lookEvery = 50;

/** The terminal's screen, as somebody in front of it has it. */
export class Screen {
  readonly page: Page;
  readonly shot: (name: string) => Promise<void>;

  /** @param shot called with a short name whenever there is something new to see */
  constructor(page: Page, shot: (name: string) => Promise<void> = () => Promise.resolve()) {
    this.page = page;
    this.shot = shot;
  }

  /** In which language it speaks now, and the words that it shows in it. */
  async words(): Promise<Labels> {
    return labels[await this.language()];
  }

  async language(): Promise<Language> {
    const { language } = await this.read('settings');
    await this.page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
    return language;
  }

  /** Calls the main process as the screens do. @returns its reply, a failure included */
  async ask<Name extends CallName>(name: Name, argument: CallArgument<Name>): Promise<CallReply<Name>> {
    const reply: unknown = await this.page.evaluate(
      ([call, value]) => (globalThis as unknown as { naviterm: AnyBridge }).naviterm.call(call, value),
      [name, argument] as readonly [string, unknown],
    );
    return reply as CallReply<Name>;
  }

  /** The same. @throws where it fails */
  async call<Name extends CallName>(name: Name, argument: CallArgument<Name>): Promise<CallResult<Name>> {
    const reply = await this.ask(name, argument);
    if (reply.ok) return reply.value;
    throw new Error(`${name}: ${reply.failure.code} ${reply.failure.detail ?? ''}`);
  }

  async read<Name extends Topic>(topic: Name): Promise<ScreenState[Name]> {
    const state = await this.call('state.read', null);
    return state[topic];
  }

  /** @param seconds how long it may take. @throws with the state that there was instead */
  async until<Name extends Topic>(
    topic: Name,
    holds: (value: ScreenState[Name]) => boolean,
    seconds = 30,
  ): Promise<ScreenState[Name]> {
    const end = performance.now() + seconds * 1_000;
    for (;;) {
      const value = await this.read(topic);
      if (holds(value)) return value;
      if (performance.now() > end)
        throw new Error(`${topic} is still ${JSON.stringify(value).slice(0, 2_000)} after ${seconds} s`);
      await wait(lookEvery);
    }
  }
}
