import { createTransport } from 'nodemailer';

/** A letter in plain text. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Hands letters to the mail server of the settings. @throws Error when the mail server does not take it */
export type SendMail = (letter: Letter) => Promise<void>;

/** The way to the mail server, or null when the operator has set none. Connects with each letter; letters are rare. */
export function mailSender(mail: { readonly url: string; readonly from: string } | null): SendMail | null {
  if (!mail) return null;
  const transport = createTransport({ url: mail.url, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 });
  return async ({ to, subject, text }) => {
    await transport.sendMail({ from: mail.from, to, subject, text });
  };
}
