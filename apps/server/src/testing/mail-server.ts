import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A mail server that keeps what it is sent, or refuses it. */
export interface MailServer {
  readonly url: string;
  readonly letters: string[];
  refuse: boolean;
  close(): Promise<void>;
}

/** Just enough of SMTP to be sent plain letters. */
export async function mailServer(): Promise<MailServer> {
  const letters: string[] = [];
  const state = { refuse: false };
  const server = createServer((socket) => talk(socket, letters, state));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

function talk(socket: Socket, letters: string[], state: { refuse: boolean }): void {
  let letter: string | null = null;
  let rest = '';
  const say = (line: string) => void socket.write(`${line}\r\n`);
  const line = (text: string) => {
    if (letter !== null) {
      if (text !== '.') letter += `${text}\n`;
      else {
        letters.push(letter.replaceAll('=\n', '').replaceAll('=3D', '='));
        letter = null;
        say('250 kept');
      }
    } else if (text.startsWith('DATA')) {
      letter = '';
      say('354 go on');
    } else if (text.startsWith('RCPT') && state.refuse) say('550 no such box for someone@example.org');
    else if (text.startsWith('QUIT')) socket.end('221 bye\r\n');
    else say('250 ok');
  };
  say('220 ready');
  socket.on('data', (data) => {
    const lines = (rest + data.toString('utf8')).split('\r\n');
    rest = lines.pop() ?? '';
    lines.forEach(line);
  });
  socket.on('error', () => socket.destroy());
}
