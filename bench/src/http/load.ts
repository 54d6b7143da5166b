import { Agent, get } from 'node:http';

/** Asks one address again and again for some seconds; prints how often it was answered and the times in milliseconds. */
const { url, cookie, seconds, connections } = JSON.parse(process.argv[2] ?? '{}') as {
  url: string;
  cookie: string;
  seconds: number;
  connections: number;
};
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const times: number[] = [];

const once = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const begun = performance.now();
    get(url, { agent, headers: { cookie, 'accept-encoding': 'identity' } }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url} answered ${answer.statusCode}`));
      answer.resume().on('end', () => {
        times.push(performance.now() - begun);
        resolve();
      });
    }).on('error', reject);
  });

const until = performance.now() + seconds * 1000;
await Promise.all(
  Array.from({ length: connections }, async () => {
    while (performance.now() < until) await once();
  }),
);
agent.destroy();
process.stdout.write(JSON.stringify({ perSecond: times.length / seconds, times }));
