import { Type, type Static } from 'typebox';

export const MessageId = Type.String({ pattern: '^[A-Za-z0-9_-]{16}$' });

/** A mail as lists show it. */
export const MessageSummary = Type.Object({
  id: MessageId,
  from: Type.String({ maxLength: 320 }),
  to: Type.Array(Type.String({ maxLength: 320 })),
  subject: Type.String({ maxLength: 1_000 }),
  /** Seconds since 1970 by the mailbox's clock, for people. */
  receivedAt: Type.Number(),
});
export type MessageSummary = Static<typeof MessageSummary>;

/** `GET /api/messages?to=`: the newest first. */
export const MessageListQuery = Type.Object({ to: Type.Optional(Type.String({ maxLength: 320 })) });
export const MessageList = Type.Object({ messages: Type.Array(MessageSummary) });
export type MessageList = Static<typeof MessageList>;

/** `GET /api/messages/:id`. */
export const MessageParameters = Type.Object({ id: MessageId });
export const Message = Type.Object({ ...MessageSummary.properties, text: Type.String() });
export type Message = Static<typeof Message>;
