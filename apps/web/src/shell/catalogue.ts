import { directoryMessages } from '../directory/messages.ts';
import { type AccessMessageId, accessMessages } from '../identity/access-messages.ts';
import { governanceMessages } from '../identity/governance-messages.ts';
import { identityMessages } from '../identity/messages.ts';
import { importMessages } from '../quality/import-messages.ts';
import { qualityMessages } from '../quality/messages.ts';
import { roomsMessages } from '../quality/rooms-messages.ts';
import { auditMessages } from '../system/audit-messages.ts';
import { systemMessages } from '../system/messages.ts';
import type { PlaceholdersOf } from './message-types.ts';
import { shellMessages } from './messages.ts';
import { resourceMessages } from './resource/messages.ts';

/** Every word of the product in English; a context adds its own file and one line here. */
export const english = { ...shellMessages, ...resourceMessages, ...directoryMessages, ...identityMessages, ...governanceMessages, ...importMessages, ...qualityMessages, ...roomsMessages, ...systemMessages, ...auditMessages, ...accessMessages } as const;

export type Messages = typeof english;
export type MessageId = keyof Messages;

/** A translation may lag behind: what it lacks is shown in English. */
export type Translation = Readonly<Partial<Record<MessageId | AccessMessageId, string>>>;

/** Messages that need no values: names of things, which may be passed around as ids. */
export type PlainMessageId = { [Id in MessageId]: [PlaceholdersOf<Messages[Id]>] extends [never] ? Id : never }[MessageId];
